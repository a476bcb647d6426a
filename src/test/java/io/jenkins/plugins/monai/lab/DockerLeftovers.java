package io.jenkins.plugins.monai.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a Docker daemon holds of the laboratory of a working copy, and of nobody else. */
final class DockerLeftovers {

    private static final Duration QUICK = Duration.ofSeconds(120);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EngineCli cli;
    private final String filter;
    private volatile String registry;

    /** @param label {@code NAME=VALUE} of all images that the laboratory builds, and so of what is made from them */
    DockerLeftovers(EngineCli cli, String label) {
        this.cli = cli;
        this.filter = "label=" + label;
    }

    void registry(String host) {
        registry = host;
    }

    /** @param format of {@code docker ps} */
    List<String> containers(String format) throws IOException, InterruptedException {
        Set<String> own = new HashSet<>(lines("ps", "--all", "--filter", filter, "--format", format));
        if (registry != null) {
            lines("ps", "--all", "--no-trunc", "--format", "{{.Image}} " + format).stream()
                    .filter(line -> line.startsWith(registry + "/"))
                    .map(line -> line.substring(line.indexOf(' ') + 1))
                    .forEach(own::add);
        }
        return List.copyOf(own);
    }

    /** An image that can run a command. */
    Optional<String> anyImage() throws IOException, InterruptedException {
        return lines("images", "--filter", filter, "--format", "{{.Repository}}:{{.Tag}}").stream()
                .filter(name -> name.contains("/monai-lab/"))
                .findFirst();
    }

    /** Removes containers with their volumes, images, and what BuildKit keeps of builds from the laboratory's images. */
    void remove() throws IOException, InterruptedException {
        remove(containers("{{.ID}}"), "rm", "--force", "--volumes");
        remove(lines("volume", "ls", "--quiet", "--filter", filter), "volume", "rm", "--force");
        remove(images(), "rmi", "--force");
        DockerBuildCache.remove(cli, registry);
    }

    private void remove(List<String> names, String... command) throws IOException, InterruptedException {
        if (!names.isEmpty()) {
            cli.run(QUICK, Docker.join(List.of(command), names.stream()));
        }
    }

    /** By name where they have one: an image that somebody else has given a name, too, stays under that. */
    private List<String> images() throws IOException, InterruptedException {
        Set<String> own = new LinkedHashSet<>();
        for (String line : lines("images", "--filter", filter, "--format", "{{json .}}")) {
            own.add(reference(JSON.readTree(line)));
        }
        if (registry != null) {
            for (String line : lines("images", "--digests", "--format", "{{json .}}")) {
                JsonNode image = JSON.readTree(line);
                if (image.path("Repository").asText().startsWith(registry + "/")) {
                    own.add(reference(image));
                }
            }
        }
        return List.copyOf(own);
    }

    private static String reference(JsonNode image) {
        String repository = image.path("Repository").asText();
        String tag = image.path("Tag").asText();
        String digest = image.path("Digest").asText("<none>");
        if (!tag.equals("<none>")) {
            return repository + ":" + tag;
        }
        return repository.equals("<none>") || digest.equals("<none>") || digest.isEmpty()
                ? image.path("ID").asText()
                : repository + "@" + digest;
    }

    private List<String> lines(String... arguments) throws IOException, InterruptedException {
        return new ArrayList<>(cli.run(QUICK, arguments).lines().toList());
    }
}
