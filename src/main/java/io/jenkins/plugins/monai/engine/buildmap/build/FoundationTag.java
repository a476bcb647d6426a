package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.buildmap.Way;
import io.jenkins.plugins.monai.engine.operation.OperationException;

/** Marks a MAP that has passed the verification as the newest on its foundation, for the next build to find. */
final class FoundationTag {

    private FoundationTag() {}

    /** What keeps the tag from being set costs the next build a machine, and this one nothing. */
    static void move(BuildMapContext context) throws InterruptedException {
        Way way = context.state().way();
        if (way == null || way.kind() == Way.Kind.UNCHANGED) {
            return;
        }
        String tag = way.fingerprint().foundationTag();
        try {
            if (context.registry().tag(tag, context.state().imageDigest())) {
                context.log().line("Tagged " + tag + ": the next build of other files starts from it");
            }
        } catch (OperationException e) {
            context.log()
                    .line("The tag " + tag + " could not be set, and the next build may need a machine: "
                            + e.problem());
        }
    }
}
