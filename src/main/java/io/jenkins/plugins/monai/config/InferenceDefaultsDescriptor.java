package io.jenkins.plugins.monai.config;

import hudson.Extension;
import hudson.util.FormValidation;
import io.jenkins.plugins.monai.Texts;
import io.jenkins.plugins.monai.engine.aws.AwsCaller;
import io.jenkins.plugins.monai.engine.inference.InferenceParameters;
import io.jenkins.plugins.monai.engine.inference.Prefixes;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.parameter.Values;
import io.jenkins.plugins.monai.engine.permission.PermissionScope;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** The form of the defaults of {@code monaiConfigureInference} and {@code monaiRemoveInference}. */
@Extension
public final class InferenceDefaultsDescriptor extends MachineDefaultsDescriptor<InferenceDefaults> {

    public InferenceDefaultsDescriptor() {
        super(InferenceDefaults.class, InferenceParameters.CONFIGURE);
    }

    @Override
    public String getDisplayName() {
        return Texts.get("InferenceDefaults.displayName");
    }

    /** Says what the credentials lack to configure inference and to remove it. */
    @POST
    public FormValidation doCheckPermissions(StaplerRequest2 request) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return check(request, List.of(AwsCaller.CONFIGURE_INFERENCE, AwsCaller.REMOVE_INFERENCE));
    }

    @Override
    void describe(Values values, PermissionScope.Builder scope) {
        scope.bucket(values.get(InferenceParameters.BUCKET))
                .functionRole(values.get(InferenceParameters.FUNCTION_ROLE))
                .inferenceMachine(MachineSpec.of(values))
                .prefixes(Prefixes.of(values));
    }
}
