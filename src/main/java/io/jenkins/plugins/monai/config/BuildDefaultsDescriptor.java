package io.jenkins.plugins.monai.config;

import hudson.Extension;
import hudson.util.FormValidation;
import io.jenkins.plugins.monai.Texts;
import io.jenkins.plugins.monai.engine.aws.AwsCaller;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.parameter.Values;
import io.jenkins.plugins.monai.engine.permission.PermissionScope;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** The form of the defaults of {@code monaiBuildMap}. */
@Extension
public final class BuildDefaultsDescriptor extends MachineDefaultsDescriptor<BuildDefaults> {

    public BuildDefaultsDescriptor() {
        super(BuildDefaults.class, BuildMapParameters.ALL);
    }

    @Override
    public String getDisplayName() {
        return Texts.get("BuildDefaults.displayName");
    }

    /** Says what the credentials lack to build a MAP. */
    @POST
    public FormValidation doCheckPermissions(StaplerRequest2 request) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return check(request, List.of(AwsCaller.BUILD_MAP));
    }

    @Override
    void describe(Values values, PermissionScope.Builder scope) {
        scope.buildMachine(MachineSpec.of(values));
    }
}
