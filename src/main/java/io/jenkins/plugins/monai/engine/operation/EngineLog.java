package io.jenkins.plugins.monai.engine.operation;

import io.jenkins.plugins.monai.engine.text.ForeignText;
import java.util.Map;

/**
 * Where an operation tells what it does. Operations speak through a {@link SafeLog}, so implementations get text that can
 * be shown and need neither clean nor mask it.
 */
public interface EngineLog {

    /** A line of the plugin's own. */
    void line(String text);

    /** A line that the machine printed. */
    void machine(String text);

    /**
     * A line that the machine printed and that an earlier process of this run has told: not told again, but remembered
     * where what comes after it depends on it.
     */
    default void machineAgain(String text) {}

    /**
     * Notes how far the log has come; on return all that was told would survive a crash. The marks are saved with the
     * operation's state.
     */
    default void mark(Map<String, Long> marks) {}

    /**
     * The run goes on from a state that was saved with these marks: it tells again what it told since, which is to
     * appear once.
     */
    default void resume(Map<String, Long> marks) {}

    /** All that was told between the marks and the crash has been told again, as far as it ever will be. */
    default void caughtUp() {}

    /** From now on this secret does not appear. */
    default void hide(String secret) {}

    /** The text as it may be shown elsewhere: in a message, a record, an output. Null stays null. */
    default String shown(String text) {
        return text == null ? null : ForeignText.clean(text);
    }
}
