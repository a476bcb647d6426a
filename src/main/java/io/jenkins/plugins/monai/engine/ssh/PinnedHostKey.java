package io.jenkins.plugins.monai.engine.ssh;

import java.util.List;
import java.util.function.Consumer;

/** Trust on first use, kept for the run. */
final class PinnedHostKey implements HostKeyCheck {

    private final Consumer<String> onPinned;
    private HostKey pinned;

    PinnedHostKey(String pinned, Consumer<String> onPinned) {
        this.pinned = pinned == null ? null : HostKey.parse(pinned);
        this.onPinned = onPinned;
    }

    @Override
    public synchronized List<String> keyTypes() {
        return pinned == null ? List.of() : List.of(pinned.type());
    }

    @Override
    public synchronized void check(String keyLine, String fingerprint) throws HostKeyMismatchException {
        if (pinned != null && !pinned.line().equals(keyLine)) {
            throw new HostKeyMismatchException("The machine shows the host key " + fingerprint + ", but it showed "
                    + pinned.fingerprint() + " at first");
        }
    }

    @Override
    public synchronized void authenticated(String keyLine) {
        if (pinned == null) {
            onPinned.accept(keyLine);
            pinned = HostKey.parse(keyLine);
        }
    }
}
