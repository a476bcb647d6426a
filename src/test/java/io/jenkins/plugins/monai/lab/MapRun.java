package io.jenkins.plugins.monai.lab;

/** How a MAP's container ended, and what it printed. */
public record MapRun(int exitCode, String output) {}
