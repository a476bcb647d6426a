package io.jenkins.plugins.monai.engine.ssh;

import java.io.IOException;

/** The machine could not be reached, or the connection to it broke: worth another try on a new connection. */
public class RemoteException extends IOException {

    private static final long serialVersionUID = 1L;

    public RemoteException(String message) {
        super(message);
    }

    public RemoteException(String message, Throwable cause) {
        super(message, cause);
    }
}
