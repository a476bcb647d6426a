package io.jenkins.plugins.monai.steps;

import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.monai.config.AwsProfile;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.parameter.TextParameter;
import java.util.Map;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of what the steps with a machine have. */
public abstract class MachineStepDescriptor extends AwsStepDescriptor {

    /** The defaults of the machine where neither step nor profile names a value. */
    static final MachineSpec PLAIN_MACHINE = MachineSpec.builder().build();

    @Override
    protected void defaults(AwsProfile profile, Map<String, String> defaults) {
        put(defaults, "instanceTypes", PLAIN_MACHINE.instanceTypes());
        put(defaults, "subnets", profile.getSubnets());
        put(defaults, "volumeGiB", PLAIN_MACHINE.volumeGiB());
        put(defaults, "maximumMinutes", PLAIN_MACHINE.maximumMinutes());
    }

    @POST
    public FormValidation doCheckInstanceTypes(@AncestorInPath Item item, @QueryParameter String value) {
        return FormFields.eachLine(item, value, TextParameter.INSTANCE_TYPES::check);
    }

    @POST
    public FormValidation doCheckAmi(@AncestorInPath Item item, @QueryParameter String value) {
        return FormFields.optional(item, value, TextParameter.AMI::check);
    }

    @POST
    public FormValidation doCheckSubnets(@AncestorInPath Item item, @QueryParameter String value) {
        return FormFields.eachLine(item, value, TextParameter.SUBNETS::check);
    }

    @POST
    public FormValidation doCheckSecurityGroup(@AncestorInPath Item item, @QueryParameter String value) {
        return FormFields.optional(item, value, TextParameter.SECURITY_GROUP::check);
    }

    @POST
    public FormValidation doCheckInstanceProfile(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String profile) {
        return FormFields.optional(item, value, TextParameter.INSTANCE_PROFILE::check);
    }
}
