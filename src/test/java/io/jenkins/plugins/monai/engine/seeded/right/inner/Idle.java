package io.jenkins.plugins.monai.engine.seeded.right.inner;

/** Is public for nobody. */
public final class Idle {}
