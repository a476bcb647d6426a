package io.jenkins.plugins.monai.config;

import hudson.Util;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** What {@code monaiBuildMap} takes where it names nothing itself. Each is null where the step's own default is to be taken. */
public final class BuildDefaults extends MachineDefaults<BuildDefaults> {

    private String sshCidr;
    private boolean privateAddress;
    private String hostKeyStrategy;
    private String sshUser;
    private String packager;
    private String baseImage;
    private String market;
    private String maximumPrice;
    private Integer spotRestarts;

    @DataBoundConstructor
    public BuildDefaults() {
        // All of it is optional.
    }

    public String getSshCidr() {
        return sshCidr;
    }

    @DataBoundSetter
    public void setSshCidr(String sshCidr) {
        this.sshCidr = Util.fixEmptyAndTrim(sshCidr);
    }

    public boolean isPrivateAddress() {
        return privateAddress;
    }

    @DataBoundSetter
    public void setPrivateAddress(boolean privateAddress) {
        this.privateAddress = privateAddress;
    }

    public String getHostKeyStrategy() {
        return hostKeyStrategy;
    }

    @DataBoundSetter
    public void setHostKeyStrategy(String hostKeyStrategy) {
        this.hostKeyStrategy = Util.fixEmptyAndTrim(hostKeyStrategy);
    }

    public String getSshUser() {
        return sshUser;
    }

    @DataBoundSetter
    public void setSshUser(String sshUser) {
        this.sshUser = Util.fixEmptyAndTrim(sshUser);
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
}
