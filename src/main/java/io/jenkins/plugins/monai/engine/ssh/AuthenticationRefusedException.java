package io.jenkins.plugins.monai.engine.ssh;

/**
 * The machine does not take the run's key for this user. While a machine boots it may still be about to install the
 * key, so that another try is worth it for some minutes; after that the user name is wrong.
 */
public final class AuthenticationRefusedException extends RemoteException {

    private static final long serialVersionUID = 1L;

    public AuthenticationRefusedException(String message) {
        super(message);
    }
}
