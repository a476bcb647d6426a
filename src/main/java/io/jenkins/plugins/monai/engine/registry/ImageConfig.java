package io.jenkins.plugins.monai.engine.registry;

import java.util.List;
import java.util.Map;

/**
 * The configuration of an image: what a container engine goes by. What the image leaves out is empty, never null.
 *
 * @param platform {@code os} and {@code architecture}; empty texts when missing
 * @param environment by name
 * @param workingDirectory empty when the image does not set it
 */
public record ImageConfig(
        Platform platform,
        List<String> entrypoint,
        List<String> command,
        Map<String, String> environment,
        Map<String, String> labels,
        String workingDirectory,
        String user) {

    public ImageConfig {
        entrypoint = List.copyOf(entrypoint);
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        labels = Map.copyOf(labels);
    }
}
