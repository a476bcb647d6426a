package io.jenkins.plugins.monai.config;

import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import io.jenkins.plugins.monai.form.Lines;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** An AWS account and region as an administrator has set it up: what a step takes where it names nothing itself. */
public final class AwsProfile extends AbstractDescribableImpl<AwsProfile> {

    private final String name;
    private String region;
    private String credentialsId;
    private String roleArn;
    private String externalId;
    private List<String> jobs;
    private List<String> subnets;
    private List<String> awsTags;
    private BuildDefaults build;
    private InferenceDefaults inference;
    private List<EndpointOverride> endpoints;

    @DataBoundConstructor
    public AwsProfile(String name) {
        this.name = Util.fixEmptyAndTrim(name);
    }

    /** What is taken where no profile is configured: nothing. */
    public static AwsProfile none() {
        return new AwsProfile(null);
    }

    public String getName() {
        return name;
    }

    public String getRegion() {
        return region;
    }

    @DataBoundSetter
    public void setRegion(String region) {
        this.region = Util.fixEmptyAndTrim(region);
    }

    /** Null for the controller's own identity, such as its instance role. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** The role that is assumed with the credentials; null for none. */
    public String getRoleArn() {
        return roleArn;
    }

    @DataBoundSetter
    public void setRoleArn(String roleArn) {
        this.roleArn = Util.fixEmptyAndTrim(roleArn);
    }

    public String getExternalId() {
        return externalId;
    }

    @DataBoundSetter
    public void setExternalId(String externalId) {
        this.externalId = Util.fixEmptyAndTrim(externalId);
    }

    /** Patterns of the full names of the jobs that may use it, see {@link JobPatterns}; null for all jobs. */
    public List<String> getJobs() {
        return jobs;
    }

    @DataBoundSetter
    public void setJobs(List<String> jobs) {
        this.jobs = Lines.nullIfEmpty(jobs);
    }

    /** @param job its full name */
    public boolean isFor(String job) {
        return new JobPatterns(jobs).allow(job);
    }

    /** Whether it may be for a job in the folder. */
    public boolean isForSomeIn(String folder) {
        return new JobPatterns(jobs).allowSomeIn(folder);
    }

    /** In the order they are tried; null for those of the default VPC. */
    public List<String> getSubnets() {
        return subnets;
    }

    @DataBoundSetter
    public void setSubnets(List<String> subnets) {
        this.subnets = Lines.nullIfEmpty(subnets);
    }

    /** {@code KEY=VALUE} each, on all that is made; null for none. */
    public List<String> getAwsTags() {
        return awsTags;
    }

    @DataBoundSetter
    public void setAwsTags(List<String> awsTags) {
        this.awsTags = Lines.nullIfEmpty(awsTags);
    }

    /** Never null. */
    public BuildDefaults getBuild() {
        return build == null ? new BuildDefaults() : build;
    }

    @DataBoundSetter
    public void setBuild(BuildDefaults build) {
        this.build = build == null || build.isEmpty() ? null : build;
    }

    /** Never null. */
    public InferenceDefaults getInference() {
        return inference == null ? new InferenceDefaults() : inference;
    }

    @DataBoundSetter
    public void setInference(InferenceDefaults inference) {
        this.inference = inference == null || inference.isEmpty() ? null : inference;
    }

    public List<EndpointOverride> getEndpoints() {
        return endpoints == null ? List.of() : endpoints;
    }

    @DataBoundSetter
    public void setEndpoints(List<EndpointOverride> endpoints) {
        this.endpoints = endpoints == null || endpoints.isEmpty() ? null : endpoints;
    }
}
