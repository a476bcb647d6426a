package io.jenkins.plugins.monai.engine.operation;

import io.jenkins.plugins.monai.engine.text.ForeignText;

/**
 * Where an operation tells what it does. Operations speak through a {@link SafeLog}, so implementations get text that can
 * be shown and need neither clean nor mask it.
 */
public interface EngineLog {

    /** A line of the plugin's own. */
    void line(String text);

    /** A line that the machine printed. */
    void machine(String text);

    /** From now on this secret does not appear. */
    default void hide(String secret) {}

    /** The text as it may be shown elsewhere: in a message, a record, an output. Null stays null. */
    default String shown(String text) {
        return text == null ? null : ForeignText.clean(text);
    }
}
