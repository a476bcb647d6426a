package io.jenkins.plugins.monai.engine.text;

import java.util.function.UnaryOperator;

/** An exception for the system log: its class, its stack and its causes, with messages that can be shown. */
public final class ShownThrowable extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int MAX_CAUSES = 8;

    private final String type;

    public ShownThrowable(Throwable original, UnaryOperator<String> shown) {
        this(original, shown, MAX_CAUSES);
    }

    private ShownThrowable(Throwable original, UnaryOperator<String> shown, int causes) {
        super(
                original.getMessage() == null ? null : shown.apply(original.getMessage()),
                original.getCause() == null || causes == 0
                        ? null
                        : new ShownThrowable(original.getCause(), shown, causes - 1));
        type = original.getClass().getName();
        setStackTrace(original.getStackTrace());
    }

    @Override
    public String toString() {
        return getMessage() == null ? type : type + ": " + getMessage();
    }
}
