package io.jenkins.plugins.monai.config;

import hudson.Extension;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.monai.Texts;
import io.jenkins.plugins.monai.engine.aws.AwsCaller;
import io.jenkins.plugins.monai.engine.packager.Packagers;
import io.jenkins.plugins.monai.engine.parameter.TextParameter;
import io.jenkins.plugins.monai.engine.permission.PermissionScope;
import io.jenkins.plugins.monai.engine.ssh.HostKeyStrategy;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** The form of the defaults of {@code monaiBuildMap}. */
@Extension
public final class BuildDefaultsDescriptor extends MachineDefaultsDescriptor<BuildDefaults> {

    public BuildDefaultsDescriptor() {
        super(BuildDefaults.class);
    }

    @Override
    public String getDisplayName() {
        return Texts.get("BuildDefaults.displayName");
    }

    @POST
    public FormValidation doCheckSshCidr(@QueryParameter String value) {
        return FormChecks.optional(value, TextParameter.SSH_CIDR::check);
    }

    @POST
    public FormValidation doCheckSshUser(@QueryParameter String value) {
        return FormChecks.optional(value, TextParameter.SSH_USER::check);
    }

    @POST
    public FormValidation doCheckBaseImage(@QueryParameter String value) {
        return FormChecks.optional(value, TextParameter.BASE_IMAGE::check);
    }

    @POST
    public ListBoxModel doFillHostKeyStrategyItems() {
        ListBoxModel strategies = new ListBoxModel();
        strategies.add(Texts.get("BuildDefaults.default", HostKeyStrategy.ACCEPT_NEW.value()), "");
        for (HostKeyStrategy strategy : HostKeyStrategy.values()) {
            strategies.add(strategy.value(), strategy.value());
        }
        return strategies;
    }

    @POST
    public ListBoxModel doFillPackagerItems() {
        ListBoxModel packagers = new ListBoxModel();
        packagers.add(Texts.get("BuildDefaults.default", Packagers.names().get(0)), "");
        Packagers.names().forEach(name -> packagers.add(name, name));
        return packagers;
    }

    /** Says what the credentials lack to build a MAP. */
    @POST
    public FormValidation doCheckPermissions(StaplerRequest2 request) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        ProfileForm form = new ProfileForm(request);
        PermissionScope scope = PermissionScope.builder()
                .controller(Jenkins.get().getLegacyInstanceId())
                .buildMachine(form.machine())
                .build();
        return form.checkPermissions(scope, List.of(AwsCaller.BUILD_MAP));
    }
}
