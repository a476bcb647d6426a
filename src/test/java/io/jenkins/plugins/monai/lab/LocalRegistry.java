package io.jenkins.plugins.monai.lab;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * A genuine container registry (Debian's {@code docker-registry}, CNCF Distribution) on a free port of the loopback
 * interface, with a user and a password. Everything it writes is below one folder. It ends with {@link #close}, and at
 * the latest with this JVM.
 */
public final class LocalRegistry implements AutoCloseable {

    /** Why a test that needs the registry is skipped. */
    public static final String MISSING =
            "docker-registry is not on the PATH: install the Debian package docker-registry to run this test";

    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");
    private static final int START_SECONDS = 60;
    private static final int BCRYPT_COST = 4;

    private final Process process;
    private final Thread killer;
    private final URI uri;

    private LocalRegistry(Process process, Thread killer, URI uri) {
        this.process = process;
        this.killer = killer;
        this.uri = uri;
    }

    public static boolean isAvailable() {
        return binary().isPresent();
    }

    private static Optional<Path> binary() {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path candidate = Path.of(folder, "docker-registry");
            if (!folder.isEmpty() && Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /**
     * Starts a registry and returns when it listens.
     *
     * @param dir for its configuration, password file, log ({@code registry.log}) and blobs; made when missing
     * @param user null for a registry that asks for no credentials
     * @param password null with a null user; kept on disk as a bcrypt hash only
     * @throws IOException the binary is missing, or the registry did not start; the message ends with its log
     */
    public static LocalRegistry start(Path dir, String user, String password) throws IOException, InterruptedException {
        return startIn(Files.createDirectories(dir).toAbsolutePath(), user, password);
    }

    private static LocalRegistry startIn(Path dir, String user, String password)
            throws IOException, InterruptedException {
        Path binary = binary().orElseThrow(() -> new IOException(MISSING));
        Path config = writeConfig(dir, user, password);
        Process process = new ProcessBuilder(OwnSession.of(List.of(binary.toString(), "serve", config.toString())))
                .redirectErrorStream(true)
                .directory(dir.toFile())
                .start();
        Thread killer = new Thread(process::destroyForcibly, "local registry killer");
        Runtime.getRuntime().addShutdownHook(killer);
        Path log = dir.resolve("registry.log");
        try {
            int port = port(process, log);
            return new LocalRegistry(process, killer, URI.create("http://127.0.0.1:" + port));
        } catch (IOException | InterruptedException e) {
            end(process, killer);
            throw e;
        }
    }

    private static Path writeConfig(Path dir, String user, String password) throws IOException {
        StringBuilder yaml = new StringBuilder();
        yaml.append("version: 0.1\n");
        yaml.append("log: {level: info, formatter: text}\n");
        yaml.append("storage:\n");
        yaml.append("  filesystem: {rootdirectory: '")
                .append(quoted(dir.resolve("blobs")))
                .append("'}\n");
        yaml.append("  delete: {enabled: true}\n");
        yaml.append("http: {addr: '127.0.0.1:0', secret: local}\n");
        if (user != null) {
            Path passwords = dir.resolve("htpasswd");
            Files.writeString(passwords, user + ":" + bcrypt(password) + "\n");
            yaml.append("auth: {htpasswd: {realm: local, path: '")
                    .append(quoted(passwords))
                    .append("'}}\n");
        }
        return Files.writeString(dir.resolve("registry.yml"), yaml);
    }

    /** As YAML writes it between single quotes. */
    private static String quoted(Path path) {
        return path.toString().replace("'", "''");
    }

    private static String bcrypt(String password) {
        byte[] salt = new byte[16];
        new SecureRandom().nextBytes(salt);
        return OpenBSDBCrypt.generate("2y", password.toCharArray(), salt, BCRYPT_COST);
    }

    /** The port the system gave it, which the registry writes to its log. */
    private static int port(Process process, Path log) throws IOException, InterruptedException {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        Thread reader = new Thread(() -> copyLog(process, log, port), "local registry log");
        reader.setDaemon(true);
        reader.start();
        try {
            return port.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("docker-registry did not start:\n" + Files.readString(log), e);
        }
    }

    private static void copyLog(Process process, Path log, CompletableFuture<Integer> port) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter copy = Files.newBufferedWriter(log)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                copy.write(line);
                copy.newLine();
                copy.flush();
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    port.complete(Integer.valueOf(listening.group(1)));
                }
            }
        } catch (IOException e) {
            port.completeExceptionally(new UncheckedIOException(e));
        }
        port.completeExceptionally(new IOException("docker-registry ended"));
    }

    /** {@code http://127.0.0.1:PORT}. */
    public URI uri() {
        return uri;
    }

    /** {@code 127.0.0.1:PORT}, as image names begin. */
    public String host() {
        return uri.getAuthority();
    }

    public long pid() {
        return process.pid();
    }

    /** Ends the registry and waits until it is gone. What it stored stays. */
    @Override
    public void close() {
        end(process, killer);
    }

    private static void end(Process process, Thread killer) {
        process.destroy();
        boolean interrupted = false;
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            interrupted = true;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(killer);
        } catch (IllegalStateException e) {
            // The JVM is shutting down: the hook does what is left.
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
