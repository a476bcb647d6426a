package io.jenkins.plugins.monai.config;

import hudson.Extension;
import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.plugins.monai.Texts;
import io.jenkins.plugins.monai.engine.aws.AwsCaller;
import io.jenkins.plugins.monai.engine.inference.Prefixes;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.NumberParameter;
import io.jenkins.plugins.monai.engine.parameter.TextParameter;
import io.jenkins.plugins.monai.engine.permission.PermissionScope;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** The form of the defaults of {@code monaiConfigureInference} and {@code monaiRemoveInference}. */
@Extension
public final class InferenceDefaultsDescriptor extends MachineDefaultsDescriptor<InferenceDefaults> {

    public InferenceDefaultsDescriptor() {
        super(InferenceDefaults.class);
    }

    @Override
    public String getDisplayName() {
        return Texts.get("InferenceDefaults.displayName");
    }

    @POST
    public FormValidation doCheckBucket(@QueryParameter String value) {
        return FormChecks.optional(value, TextParameter.BUCKET::check);
    }

    @POST
    public FormValidation doCheckFunctionRole(@QueryParameter String value) {
        return FormChecks.optional(value, TextParameter.FUNCTION_ROLE::check);
    }

    @POST
    public FormValidation doCheckFailureDestination(@QueryParameter String value) {
        return FormChecks.optional(value, TextParameter.FAILURE_DESTINATION::check);
    }

    @POST
    public FormValidation doCheckIdleMinutes(@QueryParameter String value) {
        return FormChecks.number(value, NumberParameter.IDLE_MINUTES);
    }

    @POST
    public FormValidation doCheckHealthImagingDatastore(@QueryParameter String value) {
        return FormChecks.optional(value, TextParameter.HEALTH_IMAGING_DATASTORE::check);
    }

    @POST
    public FormValidation doCheckHealthImagingRole(
            @QueryParameter String value, @QueryParameter String healthImagingDatastore) {
        return Util.fixEmptyAndTrim(healthImagingDatastore) == null
                ? FormChecks.optional(value, TextParameter.HEALTH_IMAGING_ROLE::check)
                : FormChecks.required(value, TextParameter.HEALTH_IMAGING_ROLE::check);
    }

    @POST
    public FormValidation doCheckInputPrefix(
            @QueryParameter String inputPrefix,
            @QueryParameter String resultsPrefix,
            @QueryParameter String inferredPrefix,
            @QueryParameter String failedPrefix,
            @QueryParameter String ledgerPrefix) {
        return prefix("inputPrefix", inputPrefix, resultsPrefix, inferredPrefix, failedPrefix, ledgerPrefix);
    }

    @POST
    public FormValidation doCheckResultsPrefix(
            @QueryParameter String inputPrefix,
            @QueryParameter String resultsPrefix,
            @QueryParameter String inferredPrefix,
            @QueryParameter String failedPrefix,
            @QueryParameter String ledgerPrefix) {
        return prefix("resultsPrefix", inputPrefix, resultsPrefix, inferredPrefix, failedPrefix, ledgerPrefix);
    }

    @POST
    public FormValidation doCheckInferredPrefix(
            @QueryParameter String inputPrefix,
            @QueryParameter String resultsPrefix,
            @QueryParameter String inferredPrefix,
            @QueryParameter String failedPrefix,
            @QueryParameter String ledgerPrefix) {
        return prefix("inferredPrefix", inputPrefix, resultsPrefix, inferredPrefix, failedPrefix, ledgerPrefix);
    }

    @POST
    public FormValidation doCheckFailedPrefix(
            @QueryParameter String inputPrefix,
            @QueryParameter String resultsPrefix,
            @QueryParameter String inferredPrefix,
            @QueryParameter String failedPrefix,
            @QueryParameter String ledgerPrefix) {
        return prefix("failedPrefix", inputPrefix, resultsPrefix, inferredPrefix, failedPrefix, ledgerPrefix);
    }

    @POST
    public FormValidation doCheckLedgerPrefix(
            @QueryParameter String inputPrefix,
            @QueryParameter String resultsPrefix,
            @QueryParameter String inferredPrefix,
            @QueryParameter String failedPrefix,
            @QueryParameter String ledgerPrefix) {
        return prefix("ledgerPrefix", inputPrefix, resultsPrefix, inferredPrefix, failedPrefix, ledgerPrefix);
    }

    /** Says what the credentials lack to configure inference and to remove it. */
    @POST
    public FormValidation doCheckPermissions(StaplerRequest2 request) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        ProfileForm form = new ProfileForm(request);
        PermissionScope scope = PermissionScope.builder()
                .controller(Jenkins.get().getLegacyInstanceId())
                .bucket(form.text("bucket"))
                .functionRole(form.text("functionRole"))
                .inferenceMachine(form.machine())
                .prefixes(new Prefixes(
                        form.text("inputPrefix"),
                        form.text("resultsPrefix"),
                        form.text("inferredPrefix"),
                        form.text("failedPrefix"),
                        form.text("ledgerPrefix")))
                .build();
        return form.checkPermissions(scope, List.of(AwsCaller.CONFIGURE_INFERENCE, AwsCaller.REMOVE_INFERENCE));
    }

    /** None may lie in another, so all are looked at; each field tells only of what concerns it. */
    private static FormValidation prefix(
            String field, String input, String results, String inferred, String failed, String ledger) {
        if (!FormChecks.isAdministrator()) {
            return FormValidation.ok();
        }
        try {
            new Prefixes(
                            Util.fixEmptyAndTrim(input),
                            Util.fixEmptyAndTrim(results),
                            Util.fixEmptyAndTrim(inferred),
                            Util.fixEmptyAndTrim(failed),
                            Util.fixEmptyAndTrim(ledger))
                    .check(field);
            return FormValidation.ok();
        } catch (OperationException e) {
            return FormValidation.error(e.getMessage());
        }
    }
}
