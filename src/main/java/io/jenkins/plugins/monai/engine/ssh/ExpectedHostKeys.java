package io.jenkins.plugins.monai.engine.ssh;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Keys known before the first connection. */
final class ExpectedHostKeys implements HostKeyCheck {

    private final Consumer<String> onAuthenticated;
    private final Set<String> fingerprints = new LinkedHashSet<>();
    private final Set<String> types = new LinkedHashSet<>();

    ExpectedHostKeys(Collection<String> expected, Consumer<String> onAuthenticated) {
        this.onAuthenticated = onAuthenticated;
        if (expected.isEmpty()) {
            throw new IllegalArgumentException("No host key is expected, so none could be right");
        }
        boolean untyped = false;
        for (String key : expected) {
            if (key.startsWith("SHA256:")) {
                fingerprints.add(withoutPadding(key.trim()));
                untyped = true;
            } else {
                HostKey parsed = HostKey.parse(key);
                fingerprints.add(parsed.fingerprint());
                types.add(parsed.type());
            }
        }
        if (untyped && !typesCoverAll(expected)) {
            types.clear();
        }
    }

    /** A fingerprint does not tell its type: only when each belongs to a key line are the types complete. */
    private boolean typesCoverAll(Collection<String> expected) {
        long lines = expected.stream().filter(key -> !key.startsWith("SHA256:")).count();
        return lines == fingerprints.size();
    }

    private static String withoutPadding(String fingerprint) {
        return fingerprint.endsWith("=") ? fingerprint.substring(0, fingerprint.length() - 1) : fingerprint;
    }

    @Override
    public List<String> keyTypes() {
        return List.copyOf(types);
    }

    @Override
    public void check(String keyLine, String fingerprint) throws HostKeyMismatchException {
        if (!fingerprints.contains(fingerprint)) {
            throw new HostKeyMismatchException("The machine shows the host key " + fingerprint
                    + ", which is none of those expected of it: " + String.join(", ", fingerprints));
        }
    }

    @Override
    public void authenticated(String keyLine) {
        onAuthenticated.accept(keyLine);
    }
}
