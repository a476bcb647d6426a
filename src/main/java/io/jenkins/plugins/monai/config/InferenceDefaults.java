package io.jenkins.plugins.monai.config;

import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** What {@code monaiConfigureInference} and {@code monaiRemoveInference} take where they name nothing themselves. Each is null where the step's own default is to be taken. */
public final class InferenceDefaults extends AbstractDescribableImpl<InferenceDefaults> {

    private String bucket;
    private String functionRole;
    private String instanceProfile;
    private List<String> instanceTypes;
    private String ami;
    private String securityGroup;
    private Integer volumeGiB;
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
    private Integer maximumMinutes;

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

    public String getInstanceProfile() {
        return instanceProfile;
    }

    @DataBoundSetter
    public void setInstanceProfile(String instanceProfile) {
        this.instanceProfile = Util.fixEmptyAndTrim(instanceProfile);
    }

    /** In the order they are tried. */
    public List<String> getInstanceTypes() {
        return instanceTypes;
    }

    @DataBoundSetter
    public void setInstanceTypes(List<String> instanceTypes) {
        this.instanceTypes = Lines.nullIfEmpty(instanceTypes);
    }

    public String getAmi() {
        return ami;
    }

    @DataBoundSetter
    public void setAmi(String ami) {
        this.ami = Util.fixEmptyAndTrim(ami);
    }

    public String getSecurityGroup() {
        return securityGroup;
    }

    @DataBoundSetter
    public void setSecurityGroup(String securityGroup) {
        this.securityGroup = Util.fixEmptyAndTrim(securityGroup);
    }

    public Integer getVolumeGiB() {
        return volumeGiB;
    }

    @DataBoundSetter
    public void setVolumeGiB(Integer volumeGiB) {
        this.volumeGiB = volumeGiB;
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

    public Integer getMaximumMinutes() {
        return maximumMinutes;
    }

    @DataBoundSetter
    public void setMaximumMinutes(Integer maximumMinutes) {
        this.maximumMinutes = maximumMinutes;
    }

    /** Whether nothing is set. */
    boolean isEmpty() {
        return values().stream().allMatch(Objects::isNull);
    }

    /** Values are compared: what is not set is not exported as code. */
    @Override
    public boolean equals(Object other) {
        return other instanceof InferenceDefaults defaults && values().equals(defaults.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    private List<Object> values() {
        return Arrays.asList(
                bucket,
                functionRole,
                instanceProfile,
                instanceTypes,
                ami,
                securityGroup,
                volumeGiB,
                healthImagingDatastore,
                healthImagingRole,
                kmsKey,
                failureDestination,
                inputPrefix,
                resultsPrefix,
                inferredPrefix,
                failedPrefix,
                ledgerPrefix,
                idleMinutes,
                maximumMinutes);
    }
}
