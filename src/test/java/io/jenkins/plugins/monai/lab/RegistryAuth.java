package io.jenkins.plugins.monai.lab;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Credentials as Docker's {@code config.json} and {@code containers-auth.json(5)} have them. */
final class RegistryAuth {

    private RegistryAuth() {}

    static String json(String host, String user, String password) {
        String auth = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return "{\"auths\":{\"" + host + "\":{\"auth\":\"" + auth + "\"}}}\n";
    }
}
