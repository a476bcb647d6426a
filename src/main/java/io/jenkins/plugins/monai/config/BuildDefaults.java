package io.jenkins.plugins.monai.config;

import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** What {@code monaiBuildMap} takes where it names nothing itself. Each is null where the step's own default is to be taken. */
public final class BuildDefaults extends AbstractDescribableImpl<BuildDefaults> {

    private List<String> instanceTypes;
    private String ami;
    private String securityGroup;
    private String sshCidr;
    private boolean privateAddress;
    private String hostKeyStrategy;
    private String sshUser;
    private String instanceProfile;
    private Integer volumeGiB;
    private String packager;
    private String baseImage;
    private Integer maximumMinutes;

    @DataBoundConstructor
    public BuildDefaults() {
        // All of it is optional.
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
        return other instanceof BuildDefaults defaults && values().equals(defaults.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    private List<Object> values() {
        return Arrays.asList(
                instanceTypes,
                ami,
                securityGroup,
                sshCidr,
                privateAddress ? Boolean.TRUE : null,
                hostKeyStrategy,
                sshUser,
                instanceProfile,
                volumeGiB,
                packager,
                baseImage,
                maximumMinutes);
    }
}
