package io.jenkins.plugins.monai.config;

import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.monai.engine.parameter.NumberParameter;
import io.jenkins.plugins.monai.engine.parameter.TextParameter;
import java.util.List;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What the forms of the two machines' defaults have in common. */
public abstract class MachineDefaultsDescriptor<T extends Describable<T>> extends Descriptor<T> {

    protected MachineDefaultsDescriptor(Class<? extends T> type) {
        super(type);
    }

    /** For the form: a value in each line. */
    public String lines(List<String> values) {
        return Lines.join(values);
    }

    @POST
    public FormValidation doCheckInstanceTypes(@QueryParameter String value) {
        return FormChecks.eachLine(value, TextParameter.INSTANCE_TYPES::check);
    }

    @POST
    public FormValidation doCheckAmi(@QueryParameter String value) {
        return FormChecks.optional(value, TextParameter.AMI::check);
    }

    @POST
    public FormValidation doCheckSecurityGroup(@QueryParameter String value) {
        return FormChecks.optional(value, TextParameter.SECURITY_GROUP::check);
    }

    @POST
    public FormValidation doCheckInstanceProfile(@QueryParameter String value) {
        return FormChecks.optional(value, TextParameter.INSTANCE_PROFILE::check);
    }

    @POST
    public FormValidation doCheckVolumeGiB(@QueryParameter String value) {
        return FormChecks.number(value, NumberParameter.VOLUME_GIB);
    }

    @POST
    public FormValidation doCheckMaximumMinutes(@QueryParameter String value) {
        return FormChecks.number(value, NumberParameter.MAXIMUM_MINUTES);
    }
}
