package io.jenkins.plugins.monai.lab;

/** Real containers cannot be had on this machine; the message says why, as a clause without a full stop. */
public final class ContainersUnavailable extends Exception {

    private static final long serialVersionUID = 1L;

    ContainersUnavailable(String reason) {
        super(reason);
    }

    ContainersUnavailable(String reason, Throwable cause) {
        super(reason, cause);
    }
}
