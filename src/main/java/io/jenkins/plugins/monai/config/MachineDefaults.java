package io.jenkins.plugins.monai.config;

import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import io.jenkins.plugins.monai.form.Beans;
import io.jenkins.plugins.monai.form.Lines;
import java.util.List;
import org.kohsuke.stapler.DataBoundSetter;

/** What the defaults of the steps with a machine have in common. Each is null where the step's own default is to be taken. */
public abstract class MachineDefaults<T extends MachineDefaults<T>> extends AbstractDescribableImpl<T> {

    private List<String> instanceTypes;
    private String ami;
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

    /** Whether nothing is set. */
    final boolean isEmpty() {
        return Beans.given(this).isEmpty();
    }

    /** Values are compared: what is not set is not exported as code. */
    @Override
    public final boolean equals(Object other) {
        return other != null
                && other.getClass() == getClass()
                && Beans.given(this).equals(Beans.given(other));
    }

    @Override
    public final int hashCode() {
        return Beans.given(this).hashCode();
    }
}
