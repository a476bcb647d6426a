package io.jenkins.plugins.monai.engine.seeded.right.inner;

/** Is used past the door. */
public final class Inside {}
