package io.jenkins.plugins.monai.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** An image that the laboratory builds from a Dockerfile, unless it is there from an earlier run. */
final class LabImage {

    private static final Duration BUILD = Duration.ofMinutes(10);

    private final String name;
    private final String from;
    private final TreeMap<String, byte[]> files = new TreeMap<>();

    /**
     * @param name the last part of its name
     * @param argument {@code NAME=image}: what the Dockerfile begins from
     */
    LabImage(String name, String argument) {
        this.name = name;
        this.from = argument;
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
    String in(Podman podman, Path context) throws IOException, InterruptedException {
        String image = "localhost/monai-lab/" + name + ":" + recipe();
        if (podman.hasImage(image)) {
            return image;
        }
        LabPaths.delete(context);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path target = context.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue());
        }
        podman.run(BUILD, "build", "--quiet", "--no-cache", "--build-arg", from, "--tag", image, context.toString());
        return image;
    }

    /** Of all that goes into the image. */
    private String recipe() {
        MessageDigest digest = sha256();
        digest.update(from.getBytes(StandardCharsets.UTF_8));
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
