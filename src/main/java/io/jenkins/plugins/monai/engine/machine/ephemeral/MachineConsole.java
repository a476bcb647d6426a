package io.jenkins.plugins.monai.engine.machine.ephemeral;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The text of a machine's console. */
final class MachineConsole {

    private MachineConsole() {}

    /** EC2 sends it base64-encoded; the SDK hands it over as sent. */
    static String decode(String output) {
        try {
            return new String(Base64.getMimeDecoder().decode(output), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return output;
        }
    }
}
