package io.jenkins.plugins.monai;

import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code monaiBuildMap}: builds a MAP on an EC2 machine and returns its image's URI, digest and so on. */
public final class BuildMapStep extends Step {

    private final String app;
    private final String repository;
    private String config;
    private List<String> models;
    private String requirements;
    private String packager;
    private String baseImage;
    private List<String> tags;
    private Boolean gpu;
    private String region;
    private String credentialsId;
    private List<String> instanceTypes;
    private String ami;
    private List<String> subnets;
    private String securityGroup;
    private String sshCidr;
    private String instanceProfile;
    private Integer volumeGiB;
    private String sshUser;
    private String hostKeyStrategy;
    private boolean privateAddress;
    private Integer maximumMinutes;
    private Map<String, String> endpoints;

    @DataBoundConstructor
    public BuildMapStep(String app, String repository) {
        this.app = app;
        this.repository = repository;
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        return new BuildMapExecution(context, BuildMapRequests.of(this, context.get(EnvVars.class)), credentialsId);
    }

    public String getApp() {
        return app;
    }

    public String getRepository() {
        return repository;
    }

    public String getConfig() {
        return config;
    }

    @DataBoundSetter
    public void setConfig(String config) {
        this.config = Util.fixEmptyAndTrim(config);
    }

    public List<String> getModels() {
        return models;
    }

    @DataBoundSetter
    public void setModels(List<String> models) {
        this.models = nullIfEmpty(models);
    }

    public String getRequirements() {
        return requirements;
    }

    @DataBoundSetter
    public void setRequirements(String requirements) {
        this.requirements = Util.fixEmptyAndTrim(requirements);
    }

    public String getPackager() {
        return packager;
    }

    @DataBoundSetter
    public void setPackager(String packager) {
        this.packager = Util.fixEmptyAndTrim(packager);
    }

    public String getBaseImage() {
        return baseImage;
    }

    @DataBoundSetter
    public void setBaseImage(String baseImage) {
        this.baseImage = Util.fixEmptyAndTrim(baseImage);
    }

    public List<String> getTags() {
        return tags;
    }

    @DataBoundSetter
    public void setTags(List<String> tags) {
        this.tags = nullIfEmpty(tags);
    }

    /** Null for the default, which is true. */
    public Boolean getGpu() {
        return gpu;
    }

    @DataBoundSetter
    public void setGpu(Boolean gpu) {
        this.gpu = Boolean.TRUE.equals(gpu) ? null : gpu;
    }

    public String getRegion() {
        return region;
    }

    @DataBoundSetter
    public void setRegion(String region) {
        this.region = Util.fixEmptyAndTrim(region);
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    public List<String> getInstanceTypes() {
        return instanceTypes;
    }

    @DataBoundSetter
    public void setInstanceTypes(List<String> instanceTypes) {
        this.instanceTypes = nullIfEmpty(instanceTypes);
    }

    public String getAmi() {
        return ami;
    }

    @DataBoundSetter
    public void setAmi(String ami) {
        this.ami = Util.fixEmptyAndTrim(ami);
    }

    public List<String> getSubnets() {
        return subnets;
    }

    @DataBoundSetter
    public void setSubnets(List<String> subnets) {
        this.subnets = nullIfEmpty(subnets);
    }

    public String getSecurityGroup() {
        return securityGroup;
    }

    @DataBoundSetter
    public void setSecurityGroup(String securityGroup) {
        this.securityGroup = Util.fixEmptyAndTrim(securityGroup);
    }

    public String getSshCidr() {
        return sshCidr;
    }

    @DataBoundSetter
    public void setSshCidr(String sshCidr) {
        this.sshCidr = Util.fixEmptyAndTrim(sshCidr);
    }

    public String getInstanceProfile() {
        return instanceProfile;
    }

    @DataBoundSetter
    public void setInstanceProfile(String instanceProfile) {
        this.instanceProfile = Util.fixEmptyAndTrim(instanceProfile);
    }

    public Integer getVolumeGiB() {
        return volumeGiB;
    }

    @DataBoundSetter
    public void setVolumeGiB(Integer volumeGiB) {
        this.volumeGiB = volumeGiB;
    }

    public String getSshUser() {
        return sshUser;
    }

    @DataBoundSetter
    public void setSshUser(String sshUser) {
        this.sshUser = Util.fixEmptyAndTrim(sshUser);
    }

    public String getHostKeyStrategy() {
        return hostKeyStrategy;
    }

    @DataBoundSetter
    public void setHostKeyStrategy(String hostKeyStrategy) {
        this.hostKeyStrategy = Util.fixEmptyAndTrim(hostKeyStrategy);
    }

    public boolean isPrivateAddress() {
        return privateAddress;
    }

    @DataBoundSetter
    public void setPrivateAddress(boolean privateAddress) {
        this.privateAddress = privateAddress;
    }

    public Integer getMaximumMinutes() {
        return maximumMinutes;
    }

    @DataBoundSetter
    public void setMaximumMinutes(Integer maximumMinutes) {
        this.maximumMinutes = maximumMinutes;
    }

    public Map<String, String> getEndpoints() {
        return endpoints;
    }

    @DataBoundSetter
    public void setEndpoints(Map<String, String> endpoints) {
        this.endpoints = endpoints == null || endpoints.isEmpty() ? null : endpoints;
    }

    /** A form hands over one text with a value in each line. */
    private static List<String> nullIfEmpty(List<String> values) {
        if (values == null) {
            return null;
        }
        List<String> lines = values.stream()
                .flatMap(String::lines)
                .map(String::trim)
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.isEmpty() ? null : lines;
    }

    /** Registers the step. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "monaiBuildMap";
        }

        @Override
        public String getDisplayName() {
            return "Build a MONAI Application Package on EC2";
        }

        /** For the form: a value in each line. */
        public String lines(List<String> values) {
            return values == null ? "" : String.join("\n", values);
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, FilePath.class, TaskListener.class, EnvVars.class);
        }
    }
}
