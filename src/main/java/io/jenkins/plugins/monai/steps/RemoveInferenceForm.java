package io.jenkins.plugins.monai.steps;

import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.monai.config.AwsProfile;
import io.jenkins.plugins.monai.engine.inference.Prefixes;
import io.jenkins.plugins.monai.engine.parameter.TextParameter;
import java.util.Map;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of {@code monaiRemoveInference}. */
public abstract class RemoveInferenceForm extends AwsStepDescriptor {

    @Override
    protected void defaults(AwsProfile profile, Map<String, String> defaults) {
        InferenceFields.defaults(profile, defaults);
    }

    @Override
    public String argumentsToString(Map<String, Object> namedArgs) {
        return ArgumentLine.of(namedArgs, "bucket", "functionName");
    }

    @POST
    public FormValidation doCheckBucket(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String profile) {
        return FormFields.required(item, value, defaultOf(item, "bucket", profile), TextParameter.BUCKET::check);
    }

    @POST
    public FormValidation doCheckFunctionName(@AncestorInPath Item item, @QueryParameter String value) {
        return FormFields.optional(item, value, TextParameter.FUNCTION_NAME::check);
    }

    @POST
    public FormValidation doCheckLedgerPrefix(@AncestorInPath Item item, @QueryParameter String value) {
        return FormFields.optional(item, value, folder -> Prefixes.checkOne("ledgerPrefix", folder));
    }
}
