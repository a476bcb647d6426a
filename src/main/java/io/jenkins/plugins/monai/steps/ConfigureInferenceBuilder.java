package io.jenkins.plugins.monai.steps;

import hudson.Extension;
import io.jenkins.plugins.monai.Texts;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@link ConfigureInferenceStep} in a freestyle job. */
public final class ConfigureInferenceBuilder extends DeployBuilder {

    private final ConfigureInferenceStep step;

    @DataBoundConstructor
    public ConfigureInferenceBuilder(ConfigureInferenceStep step) {
        this.step = step;
    }

    public ConfigureInferenceStep getStep() {
        return step;
    }

    @Override
    AwsStep step() {
        return step;
    }

    /** Registers the build step. */
    @Extension
    @Symbol("monaiConfigureInference")
    public static final class DescriptorImpl extends DeployBuilderDescriptor {

        @Override
        public String getDisplayName() {
            return Texts.get("ConfigureInferenceBuilder.displayName");
        }
    }
}
