package io.jenkins.plugins.monai.steps;

import hudson.EnvVars;
import hudson.Extension;
import hudson.Util;
import io.jenkins.plugins.monai.Texts;
import io.jenkins.plugins.monai.execution.DeployTask;
import java.io.IOException;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code monaiConfigureInference}: has each upload to a bucket inferred by a MAP. */
public final class ConfigureInferenceStep extends MachineStep {

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
    private Boolean gpu;
    private boolean network;
    private Integer slots;
    private String workFolder;
    private Integer idleMinutes;
    private Long maxStudyBytes;
    private Integer maxStudyFiles;
    private Integer maxStudyMinutes;
    private boolean requireDeidentified;
    private String smokeTestStudy;
    private boolean stopAfterwards;

    @DataBoundConstructor
    public ConfigureInferenceStep(String map) {
        this.map = Util.fixEmptyAndTrim(map);
    }

    @Override
    public DeployTask<?> task(String job, EnvVars environment) throws IOException {
        return InferenceRequests.of(this, job, environment);
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

    /** Null for the default, which is true. */
    public Boolean getGpu() {
        return gpu;
    }

    @DataBoundSetter
    public void setGpu(Boolean gpu) {
        this.gpu = Boolean.TRUE.equals(gpu) ? null : gpu;
    }

    public boolean isNetwork() {
        return network;
    }

    @DataBoundSetter
    public void setNetwork(boolean network) {
        this.network = network;
    }

    public Integer getSlots() {
        return slots;
    }

    @DataBoundSetter
    public void setSlots(Integer slots) {
        this.slots = slots;
    }

    public String getWorkFolder() {
        return workFolder;
    }

    @DataBoundSetter
    public void setWorkFolder(String workFolder) {
        this.workFolder = Util.fixEmptyAndTrim(workFolder);
    }

    public Integer getIdleMinutes() {
        return idleMinutes;
    }

    @DataBoundSetter
    public void setIdleMinutes(Integer idleMinutes) {
        this.idleMinutes = idleMinutes;
    }

    public Long getMaxStudyBytes() {
        return maxStudyBytes;
    }

    @DataBoundSetter
    public void setMaxStudyBytes(Long maxStudyBytes) {
        this.maxStudyBytes = maxStudyBytes;
    }

    public Integer getMaxStudyFiles() {
        return maxStudyFiles;
    }

    @DataBoundSetter
    public void setMaxStudyFiles(Integer maxStudyFiles) {
        this.maxStudyFiles = maxStudyFiles;
    }

    public Integer getMaxStudyMinutes() {
        return maxStudyMinutes;
    }

    @DataBoundSetter
    public void setMaxStudyMinutes(Integer maxStudyMinutes) {
        this.maxStudyMinutes = maxStudyMinutes;
    }

    public boolean isRequireDeidentified() {
        return requireDeidentified;
    }

    @DataBoundSetter
    public void setRequireDeidentified(boolean requireDeidentified) {
        this.requireDeidentified = requireDeidentified;
    }

    public String getSmokeTestStudy() {
        return smokeTestStudy;
    }

    @DataBoundSetter
    public void setSmokeTestStudy(String smokeTestStudy) {
        this.smokeTestStudy = Util.fixEmptyAndTrim(smokeTestStudy);
    }

    public boolean isStopAfterwards() {
        return stopAfterwards;
    }

    @DataBoundSetter
    public void setStopAfterwards(boolean stopAfterwards) {
        this.stopAfterwards = stopAfterwards;
    }

    /** Registers the step. */
    @Extension
    public static final class DescriptorImpl extends ConfigureInferenceForm {

        @Override
        public String getFunctionName() {
            return "monaiConfigureInference";
        }

        @Override
        public String getDisplayName() {
            return Texts.get("ConfigureInferenceStep.displayName");
        }
    }
}
