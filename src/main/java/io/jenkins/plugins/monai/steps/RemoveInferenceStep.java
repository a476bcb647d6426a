package io.jenkins.plugins.monai.steps;

import hudson.EnvVars;
import hudson.Extension;
import hudson.Util;
import io.jenkins.plugins.monai.Texts;
import io.jenkins.plugins.monai.config.AwsProfile;
import io.jenkins.plugins.monai.engine.inference.InferenceParameters;
import io.jenkins.plugins.monai.engine.inference.RemoveInferenceRequest;
import io.jenkins.plugins.monai.execution.DeployTask;
import io.jenkins.plugins.monai.execution.RemoveInferenceTask;
import java.io.IOException;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code monaiRemoveInference}: takes away what {@code monaiConfigureInference} installed. */
public final class RemoveInferenceStep extends AwsStep {

    private String bucket;
    private String functionName;
    private String ledgerPrefix;

    @DataBoundConstructor
    public RemoveInferenceStep() {
        // All of it is optional.
    }

    @Override
    public DeployTask<?> task(String job, EnvVars environment) throws IOException {
        return StepDefaults.complete(
                this,
                job,
                environment,
                with -> new RemoveInferenceTask(with.access(), RemoveInferenceRequest.of(with.values())));
    }

    public String getBucket() {
        return bucket;
    }

    @DataBoundSetter
    public void setBucket(String bucket) {
        this.bucket = Util.fixEmptyAndTrim(bucket);
    }

    public String getFunctionName() {
        return functionName;
    }

    @DataBoundSetter
    public void setFunctionName(String functionName) {
        this.functionName = Util.fixEmptyAndTrim(functionName);
    }

    public String getLedgerPrefix() {
        return ledgerPrefix;
    }

    @DataBoundSetter
    public void setLedgerPrefix(String ledgerPrefix) {
        this.ledgerPrefix = Util.fixEmptyAndTrim(ledgerPrefix);
    }

    /** Registers the step. */
    @Extension
    public static final class DescriptorImpl extends AwsStepDescriptor {

        public DescriptorImpl() {
            super(InferenceParameters.REMOVE, AwsProfile::getInference);
        }

        @Override
        public String getDisplayName() {
            return Texts.get("RemoveInferenceStep.displayName");
        }

        @Override
        public String argumentsToString(Map<String, Object> namedArgs) {
            return ArgumentLine.of(namedArgs, "bucket", "functionName");
        }
    }
}
