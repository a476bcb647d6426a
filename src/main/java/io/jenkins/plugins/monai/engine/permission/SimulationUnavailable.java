package io.jenkins.plugins.monai.engine.permission;

/** IAM does not simulate the caller's policies; the message says why, a sentence without its full stop. */
final class SimulationUnavailable extends Exception {

    private static final long serialVersionUID = 1L;

    SimulationUnavailable(String message) {
        super(message);
    }

    SimulationUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
