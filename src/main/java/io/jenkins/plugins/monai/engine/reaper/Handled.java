package io.jenkins.plugins.monai.engine.reaper;

/**
 * Something that was found, and what became of it.
 *
 * @param problem why it failed, with what to do; empty otherwise
 */
public record Handled(FoundResource resource, RemovalOutcome outcome, String problem) {}
