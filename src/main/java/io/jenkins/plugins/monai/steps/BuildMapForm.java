package io.jenkins.plugins.monai.steps;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.monai.config.AwsProfile;
import io.jenkins.plugins.monai.config.BuildDefaults;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapRequest;
import io.jenkins.plugins.monai.engine.buildmap.ModelEntry;
import io.jenkins.plugins.monai.engine.packager.Packagers;
import io.jenkins.plugins.monai.engine.parameter.TextParameter;
import io.jenkins.plugins.monai.engine.registry.ImageTags;
import io.jenkins.plugins.monai.engine.registry.RepositoryNames;
import io.jenkins.plugins.monai.engine.ssh.HostKeyStrategy;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of {@code monaiBuildMap}. */
public abstract class BuildMapForm extends MachineStepDescriptor {

    @Override
    protected void defaults(AwsProfile profile, Map<String, String> defaults) {
        super.defaults(profile, defaults);
        put(defaults, "packager", BuildMapRequest.DEFAULT_PACKAGER);
        put(defaults, "sshUser", PLAIN_MACHINE.sshUser());
        put(defaults, "hostKeyStrategy", PLAIN_MACHINE.hostKeyStrategy());
        BuildDefaults build = profile.getBuild();
        put(defaults, "packager", build.getPackager());
        put(defaults, "baseImage", build.getBaseImage());
        put(defaults, "instanceTypes", build.getInstanceTypes());
        put(defaults, "ami", build.getAmi());
        put(defaults, "volumeGiB", build.getVolumeGiB());
        put(defaults, "instanceProfile", build.getInstanceProfile());
        put(defaults, "maximumMinutes", build.getMaximumMinutes());
        put(defaults, "securityGroup", build.getSecurityGroup());
        put(defaults, "sshCidr", build.getSshCidr());
        put(defaults, "sshUser", build.getSshUser());
        put(defaults, "hostKeyStrategy", build.getHostKeyStrategy());
    }

    @Override
    public String argumentsToString(Map<String, Object> namedArgs) {
        return ArgumentLine.of(namedArgs, "app", "repository");
    }

    @POST
    public FormValidation doCheckApp(@AncestorInPath Item item, @QueryParameter String value) {
        return FormFields.required(item, value, null, path -> {});
    }

    @POST
    public FormValidation doCheckRepository(@AncestorInPath Item item, @QueryParameter String value) {
        return FormFields.required(item, value, null, RepositoryNames::check);
    }

    @POST
    public ListBoxModel doFillPackagerItems(
            @AncestorInPath Item item, @QueryParameter String packager, @QueryParameter String profile) {
        return FormFields.choices(item, packager, Packagers.names(), defaultChoice(item, "packager", profile));
    }

    @POST
    public ListBoxModel doFillHostKeyStrategyItems(
            @AncestorInPath Item item, @QueryParameter String hostKeyStrategy, @QueryParameter String profile) {
        List<String> strategies =
                Stream.of(HostKeyStrategy.values()).map(HostKeyStrategy::value).toList();
        return FormFields.choices(item, hostKeyStrategy, strategies, defaultChoice(item, "hostKeyStrategy", profile));
    }

    @POST
    public FormValidation doCheckBaseImage(@AncestorInPath Item item, @QueryParameter String value) {
        return FormFields.optional(item, value, TextParameter.BASE_IMAGE::check);
    }

    @POST
    public FormValidation doCheckModels(@AncestorInPath Item item, @QueryParameter String value) {
        return FormFields.eachLine(item, value, ModelEntry::check);
    }

    @POST
    public FormValidation doCheckTags(@AncestorInPath Item item, @QueryParameter String value) {
        return FormFields.eachLine(item, value, ImageTags::check);
    }

    @POST
    public FormValidation doCheckSshCidr(@AncestorInPath Item item, @QueryParameter String value) {
        return FormFields.optional(item, value, TextParameter.SSH_CIDR::check);
    }

    @POST
    public FormValidation doCheckSshUser(@AncestorInPath Item item, @QueryParameter String value) {
        return FormFields.optional(item, value, TextParameter.SSH_USER::check);
    }
}
