package io.jenkins.plugins.monai.engine.seeded.left;

import io.jenkins.plugins.monai.engine.seeded.right.Right;
import io.jenkins.plugins.monai.engine.seeded.right.inner.Inside;

/** Goes past the door of another package, and depends on what depends on it. */
public final class Left {

    final Inside inside = new Inside();
    final Right right = new Right(null);
}
