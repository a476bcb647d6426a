package io.jenkins.plugins.monai.engine.seeded.right;

/** Bears the name of another. */
final class Twin {}
