package io.jenkins.plugins.monai.engine.ssh;

/** The machine showed another host key than the one expected of it: never retried. */
public final class HostKeyMismatchException extends RemoteException {

    private static final long serialVersionUID = 1L;

    public HostKeyMismatchException(String message) {
        super(message);
    }
}
