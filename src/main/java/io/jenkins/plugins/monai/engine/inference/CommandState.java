package io.jenkins.plugins.monai.engine.inference;

import java.io.Serializable;

/** A command that was sent to the machine. */
public final class CommandState implements Serializable {

    private static final long serialVersionUID = 1L;

    private String commandId;
    private int refusals;

    /** Null before it was sent. */
    public String commandId() {
        return commandId;
    }

    public void sent(String id) {
        commandId = id;
    }

    /** How often the machine was not yet, or no longer, there to take it. */
    public int refusals() {
        return refusals;
    }

    public void refused() {
        refusals++;
    }
}
