package io.jenkins.plugins.monai.steps;

import hudson.Extension;
import io.jenkins.plugins.monai.Texts;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@link BuildMapStep} in a freestyle job. */
public final class BuildMapBuilder extends DeployBuilder {

    private final BuildMapStep step;

    @DataBoundConstructor
    public BuildMapBuilder(BuildMapStep step) {
        this.step = step;
    }

    public BuildMapStep getStep() {
        return step;
    }

    @Override
    AwsStep step() {
        return step;
    }

    /** Registers the build step. */
    @Extension
    @Symbol("monaiBuildMap")
    public static final class DescriptorImpl extends DeployBuilderDescriptor {

        @Override
        public String getDisplayName() {
            return Texts.get("BuildMapBuilder.displayName");
        }
    }
}
