package io.jenkins.plugins.monai.engine.machine.launch;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The script that a machine runs at its first boot. */
public final class UserData {

    private UserData() {}

    /**
     * Powers the machine off after some time, whatever became of its owner; with the shutdown behaviour
     * {@code terminate} that ends it.
     *
     * @param why a constant of this package: it becomes part of a command
     * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html">User data</a>
     */
    public static String powerOffAfter(int minutes, String why) {
        return "#!/bin/sh\n" + "shutdown -P +" + minutes + " 'monai-deploy: " + why + "'\n";
    }

    public static String base64(String script) {
        return Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8));
    }
}
