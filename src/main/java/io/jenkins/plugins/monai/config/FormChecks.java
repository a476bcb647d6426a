package io.jenkins.plugins.monai.config;

import hudson.Util;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import io.jenkins.plugins.monai.Texts;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.NumberParameter;
import jenkins.model.Jenkins;
import software.amazon.awssdk.regions.Region;

/** What the forms of the global configuration say of a value. Who is no administrator learns nothing. */
final class FormChecks {

    /** A check of the engine's. */
    interface Rule {
        /** @throws IllegalArgumentException the value cannot be right, too */
        void check(String value) throws OperationException;
    }

    private FormChecks() {}

    static boolean isAdministrator() {
        return Jenkins.get().hasPermission(Jenkins.ADMINISTER);
    }

    static FormValidation optional(String value, Rule rule) {
        String given = Util.fixEmptyAndTrim(value);
        if (given == null || !isAdministrator()) {
            return FormValidation.ok();
        }
        try {
            rule.check(given);
            return FormValidation.ok();
        } catch (OperationException | IllegalArgumentException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    static FormValidation required(String value, Rule rule) {
        return Util.fixEmptyAndTrim(value) == null && isAdministrator()
                ? FormValidation.error(Texts.get("FormChecks.required"))
                : optional(value, rule);
    }

    /** @param value with one value in each line */
    static FormValidation eachLine(String value, Rule rule) {
        return optional(value, lines -> {
            for (String line : Lines.split(lines)) {
                rule.check(line);
            }
        });
    }

    static FormValidation number(String value, NumberParameter parameter) {
        return optional(value, number -> {
            try {
                parameter.check(Integer.parseInt(number));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(Texts.get("FormChecks.noNumber", number), e);
            }
        });
    }

    /** The codes of the regions that the SDK knows; another one can be typed in. */
    static ComboBoxModel regions() {
        ComboBoxModel regions = new ComboBoxModel();
        Region.regions().stream()
                .filter(region -> !region.isGlobalRegion())
                .map(Region::id)
                .sorted()
                .forEach(regions::add);
        return regions;
    }
}
