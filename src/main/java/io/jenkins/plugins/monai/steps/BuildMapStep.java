package io.jenkins.plugins.monai.steps;

import hudson.EnvVars;
import hudson.Extension;
import hudson.Util;
import io.jenkins.plugins.monai.Texts;
import io.jenkins.plugins.monai.config.AwsProfile;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapRequest;
import io.jenkins.plugins.monai.execution.BuildMapTask;
import io.jenkins.plugins.monai.execution.DeployTask;
import io.jenkins.plugins.monai.form.Lines;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code monaiBuildMap}: builds a MAP on an EC2 machine and returns its image's URI, digest and so on. */
public final class BuildMapStep extends MachineStep {

    private final String app;
    private final String repository;
    private String config;
    private List<String> models;
    private String requirements;
    private String packager;
    private String baseImage;
    private List<String> tags;
    private Boolean gpu;
    private boolean rebuild;
    private String sshCidr;
    private String sshUser;
    private String hostKeyStrategy;
    private boolean privateAddress;
    private String market;
    private String maximumPrice;
    private Integer spotRestarts;

    @DataBoundConstructor
    public BuildMapStep(String app, String repository) {
        this.app = Util.fixEmptyAndTrim(app);
        this.repository = Util.fixEmptyAndTrim(repository);
    }

    @Override
    public DeployTask<?> task(String job, EnvVars environment) throws IOException {
        return StepDefaults.complete(
                this,
                job,
                environment,
                with -> new BuildMapTask(
                        with.access(),
                        BuildMapRequest.of(with.values(), with.priceOverrides()).withCommit(with.commit())));
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
        this.models = Lines.nullIfEmpty(models);
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
        this.tags = Lines.nullIfEmpty(tags);
    }

    /** Null for the default, which is true. */
    public Boolean getGpu() {
        return gpu;
    }

    @DataBoundSetter
    public void setGpu(Boolean gpu) {
        this.gpu = Boolean.TRUE.equals(gpu) ? null : gpu;
    }

    public boolean isRebuild() {
        return rebuild;
    }

    @DataBoundSetter
    public void setRebuild(boolean rebuild) {
        this.rebuild = rebuild;
    }

    public String getSshCidr() {
        return sshCidr;
    }

    @DataBoundSetter
    public void setSshCidr(String sshCidr) {
        this.sshCidr = Util.fixEmptyAndTrim(sshCidr);
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

    public String getMarket() {
        return market;
    }

    @DataBoundSetter
    public void setMarket(String market) {
        this.market = Util.fixEmptyAndTrim(market);
    }

    public String getMaximumPrice() {
        return maximumPrice;
    }

    @DataBoundSetter
    public void setMaximumPrice(String maximumPrice) {
        this.maximumPrice = Util.fixEmptyAndTrim(maximumPrice);
    }

    public Integer getSpotRestarts() {
        return spotRestarts;
    }

    @DataBoundSetter
    public void setSpotRestarts(Integer spotRestarts) {
        this.spotRestarts = spotRestarts;
    }

    /** Registers the step. */
    @Extension
    public static final class DescriptorImpl extends AwsStepDescriptor {

        public DescriptorImpl() {
            super(BuildMapParameters.ALL, AwsProfile::getBuild);
        }

        @Override
        public String getDisplayName() {
            return Texts.get("BuildMapStep.displayName");
        }

        @Override
        public Step newInstance(Map<String, Object> arguments) throws Exception {
            return super.newInstance(NamedModels.listed(arguments));
        }

        @Override
        public String argumentsToString(Map<String, Object> namedArgs) {
            return ArgumentLine.of(namedArgs, "app", "repository");
        }
    }
}
