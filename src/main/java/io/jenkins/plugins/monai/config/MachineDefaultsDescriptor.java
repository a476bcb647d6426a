package io.jenkins.plugins.monai.config;

import hudson.util.FormValidation;
import io.jenkins.plugins.monai.engine.aws.AwsCaller;
import io.jenkins.plugins.monai.engine.parameter.OperationParameters;
import io.jenkins.plugins.monai.engine.parameter.Values;
import io.jenkins.plugins.monai.engine.permission.PermissionScope;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.StaplerRequest2;

/** The form of a step's defaults. */
public abstract class MachineDefaultsDescriptor<T extends MachineDefaults<T>> extends ParameterDescriptor<T> {

    protected MachineDefaultsDescriptor(Class<? extends T> type, OperationParameters parameters) {
        super(type, parameters);
    }

    /** For Jelly: what the button sends along, the fields of the profile itself included. */
    public final String getSent() {
        return "region,credentialsId,roleArn,externalId,endpoints,subnets," + String.join(",", names());
    }

    /** Tells what is known of the operation from the values of the form. */
    abstract void describe(Values values, PermissionScope.Builder scope);

    /** Says what the credentials of the form lack for the operations. */
    final FormValidation check(StaplerRequest2 request, List<AwsCaller> operations) {
        PermissionScope.Builder scope =
                PermissionScope.builder().controller(Jenkins.get().getLegacyInstanceId());
        describe(sent(request), scope);
        return new ProfileForm(request).checkPermissions(scope.build(), operations);
    }
}
