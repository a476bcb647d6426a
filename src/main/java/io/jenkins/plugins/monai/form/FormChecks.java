package io.jenkins.plugins.monai.form;

import hudson.Util;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import io.jenkins.plugins.monai.Texts;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import jenkins.model.Jenkins;
import software.amazon.awssdk.regions.Region;

/** What forms say of a value; those of the global configuration, to administrators alone. */
public final class FormChecks {

    /** A check of the engine's. */
    public interface Rule {
        /** @throws IllegalArgumentException the value cannot be right, too */
        void check(String value) throws OperationException;
    }

    private FormChecks() {}

    public static boolean isAdministrator() {
        return Jenkins.get().hasPermission(Jenkins.ADMINISTER);
    }

    /** @param asked whether who looks at the form may learn anything, and the value is there to be checked */
    public static FormValidation optional(boolean asked, String value, Rule rule) {
        String given = Util.fixEmptyAndTrim(value);
        if (given == null || !asked) {
            return FormValidation.ok();
        }
        try {
            rule.check(given);
            return FormValidation.ok();
        } catch (OperationException | IllegalArgumentException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    public static FormValidation isRequired() {
        return FormValidation.error(Texts.get("FormChecks.required"));
    }

    /** For a text with one value in each line. */
    public static Rule eachLine(Rule rule) {
        return lines -> {
            for (String line : Lines.split(lines)) {
                rule.check(line);
            }
        };
    }

    public static FormValidation optional(String value, Rule rule) {
        return optional(isAdministrator(), value, rule);
    }

    public static FormValidation required(String value, Rule rule) {
        return Util.fixEmptyAndTrim(value) == null && isAdministrator() ? isRequired() : optional(value, rule);
    }

    /** @param value with one value in each line */
    public static FormValidation eachLine(String value, Rule rule) {
        return optional(value, eachLine(rule));
    }

    /** The codes of the regions that the SDK knows; another one can be typed in. */
    public static ComboBoxModel regions() {
        ComboBoxModel regions = new ComboBoxModel();
        Region.regions().stream()
                .filter(region -> !region.isGlobalRegion())
                .map(Region::id)
                .sorted()
                .forEach(regions::add);
        return regions;
    }
}
