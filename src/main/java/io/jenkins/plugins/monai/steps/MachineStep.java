package io.jenkins.plugins.monai.steps;

import hudson.Util;
import io.jenkins.plugins.monai.form.Lines;
import java.util.List;
import org.kohsuke.stapler.DataBoundSetter;

/** What the steps with a machine have. Whatever is null comes from the profile. */
public abstract class MachineStep extends AwsStep {

    private List<String> instanceTypes;
    private String ami;
    private List<String> subnets;
    private List<String> awsTags;
    private String securityGroup;
    private String instanceProfile;
    private Integer volumeGiB;
    private Integer maximumMinutes;

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

    /** In the order they are tried. */
    public List<String> getSubnets() {
        return subnets;
    }

    @DataBoundSetter
    public void setSubnets(List<String> subnets) {
        this.subnets = Lines.nullIfEmpty(subnets);
    }

    /** {@code KEY=VALUE} each, on all that is made; beside the profile's. */
    public List<String> getAwsTags() {
        return awsTags;
    }

    @DataBoundSetter
    public void setAwsTags(List<String> awsTags) {
        this.awsTags = Lines.nullIfEmpty(awsTags);
    }

    public String getSecurityGroup() {
        return securityGroup;
    }

    @DataBoundSetter
    public void setSecurityGroup(String securityGroup) {
        this.securityGroup = Util.fixEmptyAndTrim(securityGroup);
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

    public Integer getMaximumMinutes() {
        return maximumMinutes;
    }

    @DataBoundSetter
    public void setMaximumMinutes(Integer maximumMinutes) {
        this.maximumMinutes = maximumMinutes;
    }
}
