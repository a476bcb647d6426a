package io.jenkins.plugins.monai.engine.registry;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The configuration of an image: what a container engine goes by. What the image leaves out is empty, never null.
 *
 * @param platform {@code os} and {@code architecture}; empty texts when missing
 * @param environment by name
 * @param ambiguous names that the environment has twice, with different values
 * @param workingDirectory empty when the image does not set it
 */
public record ImageConfig(
        Platform platform,
        List<String> entrypoint,
        List<String> command,
        Map<String, String> environment,
        Set<String> ambiguous,
        Map<String, String> labels,
        String workingDirectory,
        String user) {

    public ImageConfig {
        entrypoint = List.copyOf(entrypoint);
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        ambiguous = Set.copyOf(ambiguous);
        labels = Map.copyOf(labels);
    }
}
