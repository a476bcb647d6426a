package io.jenkins.plugins.monai.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What BuildKit in a Docker daemon keeps of builds, by {@code docker system df}. */
final class DockerBuildCache {

    private static final Duration QUICK = Duration.ofSeconds(60);

    private DockerBuildCache() {}

    /** Removes all that was built on images of a registry, and those themselves. */
    static void remove(EngineCli cli, String registry) throws IOException, InterruptedException {
        if (registry == null) {
            return;
        }
        String records = cli.run(QUICK, "system", "df", "--verbose", "--format", "{{json .BuildCache}}");
        for (String id : builtOn(registry, new ObjectMapper().readTree(records))) {
            // One that is gone already went with another.
            cli.finish(QUICK, "builder", "prune", "--all", "--force", "--filter", "id=" + id);
        }
    }

    /** The ids of records that name the registry and of all below them, children first. */
    static List<String> builtOn(String registry, JsonNode records) {
        Set<String> own = new HashSet<>();
        ArrayDeque<String> order = new ArrayDeque<>();
        boolean more = true;
        while (more) {
            more = false;
            for (JsonNode record : records) {
                String id = record.path("ID").asText();
                boolean of = record.path("Description").asText().contains(registry + "/")
                        || own.stream().anyMatch(parents(record)::contains);
                if (of && own.add(id)) {
                    order.push(id);
                    more = true;
                }
            }
        }
        return List.copyOf(order);
    }

    /** {@code Parent}, or {@code Parents} since version 1.42 of the API. */
    private static Set<String> parents(JsonNode record) {
        Set<String> parents =
                new HashSet<>(Set.of(record.path("Parent").asText().split("[ ,]+")));
        record.path("Parents").forEach(parent -> parents.add(parent.asText()));
        return parents;
    }
}
