package io.jenkins.plugins.monai.steps;

import hudson.EnvVars;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.BuildListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.jenkins.plugins.monai.execution.DeployBuildStep;
import java.io.IOException;
import java.util.Map;

/**
 * A Pipeline step as a build step of a freestyle job: the step's own parameters and form, in which variables of the build
 * are put in. It is no {@code SimpleBuildStep}, as Pipelines have the step itself.
 */
public abstract class DeployBuilder extends Builder {

    /** What is done, with the parameters as they were written. Not the property, whose type is to be the step's own. */
    abstract AwsStep step();

    @Override
    public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
            throws InterruptedException, IOException {
        EnvVars environment = build.getEnvironment(listener);
        // The axes of a matrix are among these alone.
        environment.overrideAll(build.getBuildVariables());
        AwsStep step = Expansion.of(step(), environment);
        Map<String, String> outputs = DeployBuildStep.perform(
                step.task(build.getParent().getFullName(), environment), build, build.getWorkspace(), listener);
        build.addAction(new OutputVariables(outputs));
        return true;
    }

    /** What the descriptors have in common. */
    public abstract static class DeployBuilderDescriptor extends BuildStepDescriptor<Builder> {

        @Override
        @SuppressWarnings("rawtypes") // as it is declared
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }
    }
}
