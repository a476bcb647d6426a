package io.jenkins.plugins.monai.steps;

import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.monai.config.AwsProfile;
import io.jenkins.plugins.monai.engine.inference.MapReference;
import io.jenkins.plugins.monai.engine.inference.Prefixes;
import io.jenkins.plugins.monai.engine.parameter.TextParameter;
import java.util.Map;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of {@code monaiConfigureInference}. */
public abstract class ConfigureInferenceForm extends MachineStepDescriptor {

    @Override
    protected void defaults(AwsProfile profile, Map<String, String> defaults) {
        super.defaults(profile, defaults);
        InferenceFields.defaults(profile, defaults);
    }

    @Override
    public String argumentsToString(Map<String, Object> namedArgs) {
        return ArgumentLine.of(namedArgs, "bucket", "map");
    }

    @POST
    public FormValidation doCheckMap(@AncestorInPath Item item, @QueryParameter String value) {
        return FormFields.required(item, value, null, MapReference::check);
    }

    @POST
    public FormValidation doCheckBucket(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String profile) {
        return FormFields.required(item, value, defaultOf(item, "bucket", profile), TextParameter.BUCKET::check);
    }

    @POST
    public FormValidation doCheckInputPrefix(@AncestorInPath Item item, @QueryParameter String value) {
        return FormFields.optional(item, value, folder -> Prefixes.checkOne("inputPrefix", folder));
    }

    @POST
    public FormValidation doCheckResultsPrefix(@AncestorInPath Item item, @QueryParameter String value) {
        return FormFields.optional(item, value, folder -> Prefixes.checkOne("resultsPrefix", folder));
    }

    @POST
    public FormValidation doCheckInferredPrefix(@AncestorInPath Item item, @QueryParameter String value) {
        return FormFields.optional(item, value, folder -> Prefixes.checkOne("inferredPrefix", folder));
    }

    @POST
    public FormValidation doCheckFailedPrefix(@AncestorInPath Item item, @QueryParameter String value) {
        return FormFields.optional(item, value, folder -> Prefixes.checkOne("failedPrefix", folder));
    }

    @POST
    public FormValidation doCheckLedgerPrefix(@AncestorInPath Item item, @QueryParameter String value) {
        return FormFields.optional(item, value, folder -> Prefixes.checkOne("ledgerPrefix", folder));
    }

    @POST
    public FormValidation doCheckFunctionName(@AncestorInPath Item item, @QueryParameter String value) {
        return FormFields.optional(item, value, TextParameter.FUNCTION_NAME::check);
    }

    @POST
    public FormValidation doCheckFunctionRole(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String profile) {
        return FormFields.required(
                item, value, defaultOf(item, "functionRole", profile), TextParameter.FUNCTION_ROLE::check);
    }

    @POST
    public FormValidation doCheckFailureDestination(@AncestorInPath Item item, @QueryParameter String value) {
        return FormFields.optional(item, value, TextParameter.FAILURE_DESTINATION::check);
    }

    @POST
    public FormValidation doCheckHealthImagingDatastore(@AncestorInPath Item item, @QueryParameter String value) {
        return FormFields.optional(item, value, TextParameter.HEALTH_IMAGING_DATASTORE::check);
    }

    @POST
    public FormValidation doCheckHealthImagingRole(
            @AncestorInPath Item item,
            @QueryParameter String value,
            @QueryParameter String healthImagingDatastore,
            @QueryParameter String profile) {
        boolean needed =
                !healthImagingDatastore.isBlank() || defaultOf(item, "healthImagingDatastore", profile) != null;
        return needed
                ? FormFields.required(
                        item,
                        value,
                        defaultOf(item, "healthImagingRole", profile),
                        TextParameter.HEALTH_IMAGING_ROLE::check)
                : FormFields.optional(item, value, TextParameter.HEALTH_IMAGING_ROLE::check);
    }

    @Override
    @POST
    public FormValidation doCheckInstanceProfile(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String profile) {
        return FormFields.required(
                item, value, defaultOf(item, "instanceProfile", profile), TextParameter.INSTANCE_PROFILE::check);
    }

    @POST
    public FormValidation doCheckWorkFolder(@AncestorInPath Item item, @QueryParameter String value) {
        return FormFields.optional(item, value, TextParameter.WORK_FOLDER::check);
    }
}
