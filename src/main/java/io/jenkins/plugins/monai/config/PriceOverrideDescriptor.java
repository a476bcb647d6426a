package io.jenkins.plugins.monai.config;

import hudson.Extension;
import hudson.model.Descriptor;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import io.jenkins.plugins.monai.Texts;
import io.jenkins.plugins.monai.engine.cost.PriceTable;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.AccountParameters;
import io.jenkins.plugins.monai.form.FormChecks;
import java.util.Map;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of a price override. */
@Extension
public final class PriceOverrideDescriptor extends Descriptor<PriceOverride> {

    private static final String ANY_REGION = "eu-west-1";
    private static final String ANY_TYPE = "g4dn.xlarge";

    public PriceOverrideDescriptor() {
        super(PriceOverride.class);
    }

    @Override
    public String getDisplayName() {
        return Texts.get("PriceOverride.displayName");
    }

    @POST
    public ComboBoxModel doFillRegionItems() {
        return FormChecks.regions();
    }

    @POST
    public FormValidation doCheckRegion(@QueryParameter String value) {
        return FormChecks.required(value, AccountParameters.REGION::check);
    }

    @POST
    public FormValidation doCheckInstanceType(@QueryParameter String value) {
        return FormChecks.required(value, type -> check(type, 0));
    }

    @POST
    public FormValidation doCheckUsdPerHour(@QueryParameter String value) {
        return FormChecks.required(value, usd -> {
            try {
                check(ANY_TYPE, Double.parseDouble(usd));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(Texts.get("ParameterText.noNumber", usd), e);
            }
        });
    }

    private static void check(String type, double usd) throws OperationException {
        PriceTable.check(Map.of(ANY_REGION + "/" + type, usd));
    }
}
