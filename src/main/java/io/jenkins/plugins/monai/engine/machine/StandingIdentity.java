package io.jenkins.plugins.monai.engine.machine;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Whose a machine is that outlives the run which launched it: known by one tag, to whoever looks for it. */
public final class StandingIdentity implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The tag that only this machine, and what belongs to it, carries. */
    public static final String TAG = "monai-deploy:inference";

    private final String name;
    private final String scope;
    private final String controller;
    private final String job;

    /**
     * @param name the tag's value, unique in its account and region
     * @param scope what else the machine is bound to: another scope is another machine
     * @param owner the run that makes what is missing
     */
    public StandingIdentity(String name, String scope, RunIdentity owner) {
        this.name = Objects.requireNonNull(name);
        this.scope = Objects.requireNonNull(scope);
        this.controller = owner.controller();
        this.job = owner.job();
    }

    public String name() {
        return name;
    }

    public String scope() {
        return scope;
    }

    /** The name of whatever belongs to the machine and has a name. */
    public String resourceName() {
        return "monai-deploy-" + name;
    }

    public List<Tag> tags() {
        return List.of(
                Tags.of("Name", resourceName()),
                Tags.of(TAG, name),
                Tags.of(Tags.CONTROLLER, controller),
                Tags.of(Tags.JOB, job));
    }
}
