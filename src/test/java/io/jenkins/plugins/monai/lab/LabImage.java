package io.jenkins.plugins.monai.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An image that the laboratory builds from a Dockerfile, unless it is there from an earlier run. */
final class LabImage {

    private static final Duration BUILD = Duration.ofMinutes(10);

    private final String name;
    private final List<String> arguments;
    private final TreeMap<String, byte[]> files = new TreeMap<>();

    /**
     * @param name the last part of its name
     * @param arguments {@code NAME=VALUE}, such as the image that the Dockerfile begins from
     */
    LabImage(String name, String... arguments) {
        this.name = name;
        this.arguments = List.of(arguments);
    }

    /** Adds a file of the test resources to the build context. */
    LabImage resource(String resource, String path) throws IOException {
        try (InputStream in = LabImage.class.getResourceAsStream("/lab/" + resource)) {
            if (in == null) {
                throw new IOException("No test resource lab/" + resource);
            }
            return file(path, in.readAllBytes());
        }
    }

    LabImage file(String path, byte[] content) {
        files.put(path, content);
        return this;
    }

    /** The name of the image, which is there when this returns. */
    String in(ContainerEngine engine, Path context) throws IOException, InterruptedException {
        String image = "localhost/monai-lab/" + name + ":" + recipe(engine.buildOptions());
        if (engine.hasImage(image)) {
            return image;
        }
        LabPaths.delete(context);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path target = context.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue());
        }
        List<String> build = new ArrayList<>(List.of("build", "--quiet", "--no-cache", "--force-rm"));
        build.addAll(engine.buildOptions());
        arguments.forEach(argument -> build.addAll(List.of("--build-arg", argument)));
        build.addAll(List.of("--tag", image, context.toString()));
        engine.cli().run(BUILD, build.toArray(String[]::new));
        return image;
    }

    /** Of all that goes into the image, with the labels that an engine wants. */
    private String recipe(List<String> options) {
        MessageDigest digest = sha256();
        options.forEach(option -> digest.update(option.getBytes(StandardCharsets.UTF_8)));
        arguments.forEach(argument -> digest.update(argument.getBytes(StandardCharsets.UTF_8)));
        files.forEach((path, content) -> {
            digest.update(path.getBytes(StandardCharsets.UTF_8));
            digest.update(content);
        });
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
