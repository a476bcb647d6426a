package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.OperationContext;
import io.jenkins.plugins.monai.engine.OperationRun;
import io.jenkins.plugins.monai.engine.machine.StandingIdentity;
import io.jenkins.plugins.monai.engine.machine.standing.StandingMachine;
import java.util.Map;
import java.util.TreeMap;

/** What the phases share: beside the run, the machine that infers. */
public final class InferenceContext extends OperationContext<InferenceRequest, InferenceState> {

    private final StandingMachine machine;

    public InferenceContext(InferenceRequest request, OperationRun<InferenceState> run) {
        super(request, run);
        StandingIdentity standing = new StandingIdentity(request.functionName(), request.bucket(), identity());
        this.machine =
                new StandingMachine(aws(), standing, request.machine(), state().machine(), this::save, log(), clock());
    }

    public StandingMachine machine() {
        return machine;
    }

    /** The tags of whatever is not on EC2. */
    public Map<String, String> tags() {
        Map<String, String> tags = new TreeMap<>(request().machine().ownTags().map());
        tags.put(StandingIdentity.TAG, request().functionName());
        tags.put("monai-deploy:controller", identity().controller());
        String job = identity().job();
        tags.put("monai-deploy:job", job.length() > 256 ? job.substring(0, 256) : job);
        return tags;
    }

    /** Notes what was changed, for the log and the result. */
    public void changed(String what) {
        state().changed(what);
        log().line("Changed: " + what);
    }
}
