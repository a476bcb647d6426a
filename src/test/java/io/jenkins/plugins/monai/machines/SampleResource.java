package io.jenkins.plugins.monai.machines;

import io.jenkins.plugins.monai.engine.operation.ResourceKind;
import io.jenkins.plugins.monai.engine.reaper.FoundResource;
import io.jenkins.plugins.monai.engine.reaper.Verdict;

/** A key pair that is left. */
final class SampleResource {

    private SampleResource() {}

    static FoundResource of(String id) {
        return new FoundResource(
                ResourceKind.KEY_PAIR, id, "eu-west-1", "run", "", "team/spleen/7", Verdict.RUN_OVER, null, null);
    }
}
