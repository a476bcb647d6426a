package io.jenkins.plugins.monai.steps;

import hudson.EnvVars;
import hudson.Extension;
import hudson.Util;
import io.jenkins.plugins.monai.Texts;
import io.jenkins.plugins.monai.config.AwsProfile;
import io.jenkins.plugins.monai.engine.inference.InferenceParameters;
import io.jenkins.plugins.monai.engine.inference.InferenceRequest;
import io.jenkins.plugins.monai.execution.ConfigureInferenceTask;
import io.jenkins.plugins.monai.execution.DeployTask;
import java.io.IOException;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code monaiConfigureInference}: has each upload to a bucket inferred by a MAP. */
public final class ConfigureInferenceStep extends StudyStep {

    private final String map;
    private String bucket;
    private String functionName;
    private String functionRole;
    private String kmsKey;
    private String failureDestination;
    private String inputPrefix;
    private String resultsPrefix;
    private String inferredPrefix;
    private String failedPrefix;
    private String ledgerPrefix;
    private String healthImagingDatastore;
    private String healthImagingRole;

    @DataBoundConstructor
    public ConfigureInferenceStep(String map) {
        this.map = Util.fixEmptyAndTrim(map);
    }

    @Override
    public DeployTask<?> task(String job, EnvVars environment) throws IOException {
        return StepDefaults.complete(
                this,
                job,
                environment,
                with -> new ConfigureInferenceTask(
                        with.access(), InferenceRequest.of(with.values(), with.priceOverrides())));
    }

    public String getMap() {
        return map;
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

    public String getFunctionRole() {
        return functionRole;
    }

    @DataBoundSetter
    public void setFunctionRole(String functionRole) {
        this.functionRole = Util.fixEmptyAndTrim(functionRole);
    }

    public String getKmsKey() {
        return kmsKey;
    }

    @DataBoundSetter
    public void setKmsKey(String kmsKey) {
        this.kmsKey = Util.fixEmptyAndTrim(kmsKey);
    }

    public String getFailureDestination() {
        return failureDestination;
    }

    @DataBoundSetter
    public void setFailureDestination(String failureDestination) {
        this.failureDestination = Util.fixEmptyAndTrim(failureDestination);
    }

    public String getInputPrefix() {
        return inputPrefix;
    }

    @DataBoundSetter
    public void setInputPrefix(String inputPrefix) {
        this.inputPrefix = Util.fixEmptyAndTrim(inputPrefix);
    }

    public String getResultsPrefix() {
        return resultsPrefix;
    }

    @DataBoundSetter
    public void setResultsPrefix(String resultsPrefix) {
        this.resultsPrefix = Util.fixEmptyAndTrim(resultsPrefix);
    }

    public String getInferredPrefix() {
        return inferredPrefix;
    }

    @DataBoundSetter
    public void setInferredPrefix(String inferredPrefix) {
        this.inferredPrefix = Util.fixEmptyAndTrim(inferredPrefix);
    }

    public String getFailedPrefix() {
        return failedPrefix;
    }

    @DataBoundSetter
    public void setFailedPrefix(String failedPrefix) {
        this.failedPrefix = Util.fixEmptyAndTrim(failedPrefix);
    }

    public String getLedgerPrefix() {
        return ledgerPrefix;
    }

    @DataBoundSetter
    public void setLedgerPrefix(String ledgerPrefix) {
        this.ledgerPrefix = Util.fixEmptyAndTrim(ledgerPrefix);
    }

    public String getHealthImagingDatastore() {
        return healthImagingDatastore;
    }

    @DataBoundSetter
    public void setHealthImagingDatastore(String healthImagingDatastore) {
        this.healthImagingDatastore = Util.fixEmptyAndTrim(healthImagingDatastore);
    }

    public String getHealthImagingRole() {
        return healthImagingRole;
    }

    @DataBoundSetter
    public void setHealthImagingRole(String healthImagingRole) {
        this.healthImagingRole = Util.fixEmptyAndTrim(healthImagingRole);
    }

    /** Registers the step. */
    @Extension
    public static final class DescriptorImpl extends AwsStepDescriptor {

        public DescriptorImpl() {
            super(InferenceParameters.CONFIGURE, AwsProfile::getInference);
        }

        @Override
        public String getDisplayName() {
            return Texts.get("ConfigureInferenceStep.displayName");
        }

        @Override
        public String argumentsToString(Map<String, Object> namedArgs) {
            return ArgumentLine.of(namedArgs, "bucket", "map");
        }
    }
}
