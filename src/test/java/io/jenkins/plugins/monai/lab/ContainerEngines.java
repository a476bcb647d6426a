package io.jenkins.plugins.monai.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which engine a laboratory gets: Podman, as root or rootless, before the user's Docker daemon, which other things use
 * too. {@code LAB_ENGINE} names one of them, or {@code none}.
 */
final class ContainerEngines {

    static final String CHOICE = "LAB_ENGINE";

    /** A way to an engine. */
    interface Way {
        ContainerEngine open(LabPaths paths) throws ContainersUnavailable, IOException, InterruptedException;
    }

    private ContainerEngines() {}

    static ContainerEngine open(LabPaths paths) throws ContainersUnavailable, InterruptedException {
        Map<String, String> env = System.getenv();
        return open(
                paths,
                env.getOrDefault(CHOICE, ""),
                List.of(Map.entry("podman", Podman::open), Map.entry("docker", Docker::open)));
    }

    /**
     * @param choice a name, or empty for the first that serves
     * @throws ContainersUnavailable none serves; the message says why of each
     */
    static ContainerEngine open(LabPaths paths, String choice, List<Map.Entry<String, Way>> ways)
            throws ContainersUnavailable, InterruptedException {
        if (choice.equals("none")) {
            throw new ContainersUnavailable(CHOICE + "=none wants none");
        }
        List<String> reasons = new ArrayList<>();
        for (Map.Entry<String, Way> way : ways) {
            if (!choice.isEmpty() && !choice.equals(way.getKey())) {
                continue;
            }
            try {
                return way.getValue().open(paths);
            } catch (ContainersUnavailable | IOException e) {
                reasons.add(way.getKey() + ": " + e.getMessage());
            }
        }
        if (reasons.isEmpty()) {
            throw new ContainersUnavailable(CHOICE + "=" + choice + " is neither podman, docker nor none");
        }
        throw new ContainersUnavailable(String.join("; ", reasons) + ". " + Installing.remedy());
    }
}
