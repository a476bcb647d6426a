package io.jenkins.plugins.monai.steps;

import hudson.Extension;
import io.jenkins.plugins.monai.Texts;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@link RemoveInferenceStep} in a freestyle job. */
public final class RemoveInferenceBuilder extends DeployBuilder {

    private final RemoveInferenceStep step;

    @DataBoundConstructor
    public RemoveInferenceBuilder(RemoveInferenceStep step) {
        this.step = step;
    }

    public RemoveInferenceStep getStep() {
        return step;
    }

    @Override
    AwsStep step() {
        return step;
    }

    /** Registers the build step. */
    @Extension
    @Symbol("monaiRemoveInference")
    public static final class DescriptorImpl extends DeployBuilderDescriptor {

        @Override
        public String getDisplayName() {
            return Texts.get("RemoveInferenceBuilder.displayName");
        }
    }
}
