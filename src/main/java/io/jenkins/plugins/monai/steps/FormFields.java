package io.jenkins.plugins.monai.steps;

import hudson.Util;
import hudson.model.AbstractProject;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.monai.config.AwsProfile;
import io.jenkins.plugins.monai.config.MonaiDeployConfiguration;
import io.jenkins.plugins.monai.config.ProfileUser;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.form.FormChecks;
import java.util.List;
import jenkins.model.Jenkins;

/** What a form offers for a field and says of its value. Who may not see the item's configuration learns nothing. */
final class FormFields {

    private FormFields() {}

    /** @param item null outside of one, as in the Snippet Generator of the whole controller */
    static boolean maySee(Item item) {
        return item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.EXTENDED_READ);
    }

    static FormValidation optional(Item item, String value, FormChecks.Rule rule) {
        return FormChecks.optional(maySee(item) && !isExpandedFirst(item, value), value, rule);
    }

    static FormValidation required(Item item, String value, FormChecks.Rule rule) {
        return Util.fixEmptyAndTrim(value) == null && maySee(item)
                ? FormChecks.isRequired()
                : optional(item, value, rule);
    }

    /**
     * @param current the field's value, which stays one of the choices
     * @param otherwise what is taken where nothing is chosen
     */
    static ListBoxModel choices(Item item, String current, List<String> values, String otherwise) {
        ListBoxModel choices = new ListBoxModel();
        boolean maySee = maySee(item);
        choices.add(maySee ? otherwise : "", "");
        for (String value : maySee ? values : List.<String>of()) {
            choices.add(value, value);
        }
        String kept = Util.fixEmptyAndTrim(current);
        if (kept != null && !(maySee && values.contains(kept))) {
            choices.add(kept, kept);
        }
        return choices;
    }

    /**
     * The profile of that name, or the one that is taken without a name; where there is none that the item may use, an
     * empty one.
     */
    static AwsProfile profile(Item item, String name) {
        try {
            return MonaiDeployConfiguration.get().profile(Util.fixEmptyAndTrim(name), ProfileUser.formOf(item));
        } catch (OperationException e) {
            return AwsProfile.none();
        }
    }

    /** A freestyle build puts its variables in first; a Pipeline takes values as they are. */
    private static boolean isExpandedFirst(Item item, String value) {
        return item instanceof AbstractProject && value != null && value.indexOf('$') >= 0;
    }
}
