package io.jenkins.plugins.monai.engine.buildmap.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The smallest application that becomes a MAP, in a workspace of its own: no requirements, one model. */
public final class TinyApplication {

    public static final String APP = "app";
    static final String MODEL = "models/weights";

    private final Path workspace;

    private TinyApplication(Path workspace) {
        this.workspace = workspace;
    }

    public static TinyApplication in(Path workspace) throws IOException {
        return new TinyApplication(workspace)
                .file("app/__main__.py", "import sys\nprint('tiny')\nsys.exit(0)\n")
                .file("app/app.yaml", """
                        application:
                          title: Tiny
                          version: 1.0.0
                          input-formats: ["file"]
                          output-formats: ["file"]
                        resources:
                          cpu: 1
                          gpu: 0
                          memory: 1Gi
                        """)
                .file("models/weights/model.json", "{}\n");
    }

    /** Adds a file, or replaces it. */
    public TinyApplication file(String path, String content) throws IOException {
        return file(path, content.getBytes(StandardCharsets.UTF_8));
    }

    public TinyApplication file(String path, byte[] content) throws IOException {
        Path file = workspace.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        return this;
    }

    TinyApplication without(String path) throws IOException {
        Files.delete(workspace.resolve(path));
        return this;
    }

    public Path workspace() {
        return workspace;
    }
}
