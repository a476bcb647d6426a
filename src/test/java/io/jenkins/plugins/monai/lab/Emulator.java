package io.jenkins.plugins.monai.lab;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An emulator of AWS, installed in a virtual environment of the working copy, on a free port of the loopback interface. */
public final class Emulator implements AutoCloseable {

    private static final String MINISTACK_PROGRAM = "src/test/resources/lab/ministack/documents.py";
    private static final Duration START = Duration.ofSeconds(60);

    private final ChildProcess process;
    private final URI uri;

    private Emulator(ChildProcess process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /** Ministack: the whole chain, with containers as instances when {@code env} says where Docker is. */
    static Emulator ministack(LabPaths paths, Map<String, String> env) throws IOException, InterruptedException {
        int port = ChildProcess.freePort();
        Map<String, String> all = new HashMap<>(env);
        all.put("BIND_HOST", "127.0.0.1");
        all.put("GATEWAY_PORT", String.valueOf(port));
        all.put("LOG_LEVEL", "INFO");
        List<String> arguments =
                List.of(paths.repository().resolve(MINISTACK_PROGRAM).toString());
        return start(paths, "aws", "ministack", port, "/_ministack/health", all, arguments);
    }

    /** Whether {@link #moto} can be started; it is fetched by {@code make setup}. */
    public static boolean hasMoto() {
        return Files.isDirectory(LabPaths.virtualEnvironment(WorkingCopy.root(), "moto"));
    }

    /** Moto's server: EC2's states, dry runs and instance types, which ministack fakes. No instance is real there. */
    public static Emulator moto() throws IOException, InterruptedException {
        LabPaths paths = LabPaths.forNewLab();
        int port = ChildProcess.freePort();
        List<String> arguments = List.of("-m", "moto.server", "-H", "127.0.0.1", "-p", String.valueOf(port));
        return start(paths, "moto", "moto", port, "/moto-api/data.json", Map.of(), arguments);
    }

    private static Emulator start(
            LabPaths paths,
            String environment,
            String name,
            int port,
            String health,
            Map<String, String> env,
            List<String> arguments)
            throws IOException, InterruptedException {
        Path python = paths.virtualEnvironment(environment).resolve("bin/python");
        if (!Files.isExecutable(python)) {
            throw new IOException(
                    name + " is not installed: run src/dev/setup.sh " + environment + " (make setup does it too)");
        }
        Path folder = paths.run().resolve(name);
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        Map<String, String> all = new HashMap<>(env);
        all.put("TMPDIR", temporary.toString());
        all.put("PYTHONUNBUFFERED", "1");
        List<String> command = new ArrayList<>(List.of(python.toString()));
        command.addAll(arguments);
        URI uri = URI.create("http://127.0.0.1:" + port);
        ChildProcess process = ChildProcess.start(folder.resolve(name + ".log"), all, command)
                .await(START, () -> answers(uri.resolve(health)));
        return new Emulator(process, uri);
    }

    private static boolean answers(URI uri) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
        return HttpClient.newHttpClient()
                        .send(request, BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }

    public URI uri() {
        return uri;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.close();
    }
}
