package io.jenkins.plugins.monai.config;

import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.plugins.monai.Texts;
import io.jenkins.plugins.monai.engine.aws.AwsCaller;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.CallerIdentity;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.AccountParameters;
import io.jenkins.plugins.monai.engine.permission.PermissionCheck;
import io.jenkins.plugins.monai.engine.permission.PermissionScope;
import io.jenkins.plugins.monai.form.EndpointLines;
import java.util.List;
import org.kohsuke.stapler.StaplerRequest2;

/** A profile as it stands in the form, saved or not, to be tried by an administrator. */
final class ProfileForm {

    /** A profile has a name in the end; what it is called changes nothing here. */
    private static final String UNNAMED = "form";

    private interface Trial {
        FormValidation with(AwsClients aws) throws OperationException, InterruptedException;
    }

    private final StaplerRequest2 request;

    /** @param request with the fields that the button sends */
    ProfileForm(StaplerRequest2 request) {
        this.request = request;
    }

    /** The trimmed value of a field; null where it is empty. */
    private String text(String field) {
        return Util.fixEmptyAndTrim(request.getParameter(field));
    }

    FormValidation testConnection() {
        return attempt(aws -> {
            CallerIdentity caller = CallerIdentity.of(aws);
            return FormValidation.ok(
                    Texts.get("ProfileForm.connected", caller.arn(), caller.account(), caller.region()));
        });
    }

    FormValidation checkPermissions(PermissionScope scope, List<AwsCaller> operations) {
        return attempt(aws -> new PermissionReportView(new PermissionCheck(aws, scope).check(operations)).validation());
    }

    private FormValidation attempt(Trial trial) {
        try (AwsClients aws = access().openForCheck()) {
            return trial.with(aws);
        } catch (OperationException | IllegalArgumentException e) {
            return FormValidation.error(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FormValidation.error(Texts.get("ProfileForm.interrupted"));
        }
    }

    private AwsAccess access() throws OperationException {
        String region = text("region");
        if (region == null) {
            throw new IllegalArgumentException(Texts.get("ProfileForm.noRegion"));
        }
        AccountParameters.REGION.check(region);
        AccountParameters.ROLE_ARN.check(text("roleArn"));
        AccountParameters.EXTERNAL_ID.check(text("externalId"));
        AwsProfile profile = new AwsProfile(UNNAMED);
        profile.setCredentialsId(text("credentialsId"));
        profile.setRoleArn(text("roleArn"));
        profile.setExternalId(text("externalId"));
        profile.setEndpoints(EndpointOverride.of(EndpointLines.parse(given("endpoints"))));
        return AwsAccess.ofProfile(region, profile);
    }

    private String given(String field) {
        return Util.fixNull(request.getParameter(field));
    }
}
