package io.jenkins.plugins.monai.engine.seeded.right;

import io.jenkins.plugins.monai.engine.seeded.left.Left;

/** Depends on what depends on it. */
public final class Right {

    final Left left;

    public Right(Left left) {
        this.left = left;
    }
}
