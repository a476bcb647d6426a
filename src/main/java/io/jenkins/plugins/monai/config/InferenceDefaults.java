package io.jenkins.plugins.monai.config;

import hudson.Util;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** What {@code monaiConfigureInference} and {@code monaiRemoveInference} take where they name nothing themselves. Each is null where the step's own default is to be taken. */
public final class InferenceDefaults extends MachineDefaults<InferenceDefaults> {

    private String bucket;
    private String functionRole;
    private String healthImagingDatastore;
    private String healthImagingRole;
    private String kmsKey;
    private String failureDestination;
    private String inputPrefix;
    private String resultsPrefix;
    private String inferredPrefix;
    private String failedPrefix;
    private String ledgerPrefix;
    private Integer idleMinutes;
    private Integer capacityMinutes;

    @DataBoundConstructor
    public InferenceDefaults() {
        // All of it is optional.
    }

    public String getBucket() {
        return bucket;
    }

    @DataBoundSetter
    public void setBucket(String bucket) {
        this.bucket = Util.fixEmptyAndTrim(bucket);
    }

    public String getFunctionRole() {
        return functionRole;
    }

    @DataBoundSetter
    public void setFunctionRole(String functionRole) {
        this.functionRole = Util.fixEmptyAndTrim(functionRole);
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

    public Integer getIdleMinutes() {
        return idleMinutes;
    }

    @DataBoundSetter
    public void setIdleMinutes(Integer idleMinutes) {
        this.idleMinutes = idleMinutes;
    }

    public Integer getCapacityMinutes() {
        return capacityMinutes;
    }

    @DataBoundSetter
    public void setCapacityMinutes(Integer capacityMinutes) {
        this.capacityMinutes = capacityMinutes;
    }
}
