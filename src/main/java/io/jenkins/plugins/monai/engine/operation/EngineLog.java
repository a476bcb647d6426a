package io.jenkins.plugins.monai.engine.operation;

/** Where an operation tells what it does. Implementations add no secrets and mask none: the engine hands over none. */
public interface EngineLog {

    /** A line of the plugin's own. */
    void line(String text);

    /** A line that the machine printed. */
    void machine(String text);
}
