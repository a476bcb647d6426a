package io.jenkins.plugins.monai.engine.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/** A user and a password. Never shown: {@link #toString} leaves the password out. */
public final class RegistryCredential {

    private final String user;
    private final String password;

    public RegistryCredential(String user, String password) {
        this.user = Objects.requireNonNull(user);
        this.password = Objects.requireNonNull(password);
    }

    public String user() {
        return user;
    }

    public String password() {
        return password;
    }

    /** The value of an {@code Authorization} header (RFC 7617). */
    String basic() {
        byte[] bytes = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return user + ":***";
    }
}
