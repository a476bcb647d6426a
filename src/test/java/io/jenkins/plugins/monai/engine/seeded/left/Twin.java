package io.jenkins.plugins.monai.engine.seeded.left;

/** Bears the name of another. */
final class Twin {}
