package io.jenkins.plugins.monai.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Programs in a session of their own, which a terminal's Ctrl-C does not reach: it is for this JVM alone, which ends
 * them in good order.
 */
final class OwnSession {

    private static final Optional<Path> SETSID = LabPaths.program("setsid");

    private OwnSession() {}

    /** The command that runs {@code command} under the same process id; itself where there is no setsid. */
    static List<String> of(List<String> command) {
        if (SETSID.isEmpty()) {
            return command;
        }
        List<String> own = new ArrayList<>(List.of(SETSID.get().toString()));
        own.addAll(command);
        return own;
    }
}
