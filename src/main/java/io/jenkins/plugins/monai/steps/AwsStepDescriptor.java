package io.jenkins.plugins.monai.steps;

import com.cloudbees.jenkins.plugins.awscredentials.AmazonWebServicesCredentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.HttpResponses;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.monai.Texts;
import io.jenkins.plugins.monai.config.AwsProfile;
import io.jenkins.plugins.monai.config.EndpointLines;
import io.jenkins.plugins.monai.config.Lines;
import io.jenkins.plugins.monai.config.MonaiDeployConfiguration;
import io.jenkins.plugins.monai.config.ProfileUser;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.NumberParameter;
import io.jenkins.plugins.monai.engine.parameter.TextParameter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;
import org.springframework.security.core.Authentication;

/** The form of what all the steps have. */
public abstract class AwsStepDescriptor extends StepDescriptor {

    @Override
    public Set<? extends Class<?>> getRequiredContext() {
        return Set.of(Run.class, FilePath.class, TaskListener.class, EnvVars.class);
    }

    /** What each text field that is left empty stands for; nothing is put in for one without a default. */
    protected abstract void defaults(AwsProfile profile, Map<String, String> defaults);

    final String defaultOf(Item item, String field, String profile) {
        return defaultsOf(item, profile).get(field);
    }

    /** The choice of nothing in a drop-down. */
    final String defaultChoice(Item item, String field, String profile) {
        return Texts.get("AwsStepDescriptor.defaultChoice", defaultOf(item, field, profile));
    }

    private Map<String, String> defaultsOf(Item item, String profile) {
        AwsProfile chosen = FormFields.profile(item, profile);
        Map<String, String> defaults = new TreeMap<>();
        put(defaults, "region", chosen.getRegion());
        defaults(chosen, defaults);
        return defaults;
    }

    static void put(Map<String, String> defaults, String field, Object value) {
        if (value != null) {
            defaults.put(field, value.toString());
        }
    }

    static void put(Map<String, String> defaults, String field, List<String> values) {
        if (values != null && !values.isEmpty()) {
            defaults.put(field, Lines.join(values));
        }
    }

    /** For the form: a value in each line. */
    public String lines(List<String> values) {
        return Lines.join(values);
    }

    /** For the form: a key and its value in each line. */
    public String pairs(Map<String, String> values) {
        return EndpointLines.join(values);
    }

    /** For the form: the lowest value of a number. */
    public int lowest(String field) {
        return number(field).lowest();
    }

    /** For the form: the highest value of a number. */
    public int highest(String field) {
        return number(field).highest();
    }

    private static NumberParameter number(String field) {
        return Stream.of(NumberParameter.values())
                .filter(number -> number.parameter().equals(field))
                .findFirst()
                .orElseThrow();
    }

    /** The form has a text where a Pipeline has a map, and an empty text where a Pipeline has nothing. */
    @Override
    public Step newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
        String endpoints = form.optString("endpoints");
        form.remove("endpoints");
        for (String name : List.copyOf(form.keySet())) {
            if (form.optString(name).isBlank()) {
                form.remove(name);
            }
        }
        AwsStep step = (AwsStep) super.newInstance(request, form);
        try {
            step.setEndpoints(EndpointLines.parse(endpoints));
            StepEndpoints.check(step.getEndpoints(), step.getCredentialsId());
        } catch (OperationException | IllegalArgumentException e) {
            throw new FormException(e.getMessage(), "endpoints");
        }
        return step;
    }

    /** The default of each field by its name, for the script of the form. */
    @POST
    public HttpResponse doDefaults(@AncestorInPath Item item, @QueryParameter String profile) {
        return HttpResponses.okJSON(FormFields.maySee(item) ? defaultsOf(item, profile) : Map.of());
    }

    @POST
    public ListBoxModel doFillProfileItems(@AncestorInPath Item item, @QueryParameter String profile) {
        List<AwsProfile> profiles = MonaiDeployConfiguration.get().getProfiles();
        ProfileUser user = ProfileUser.formOf(item);
        List<String> names =
                profiles.stream().filter(user::mayUse).map(AwsProfile::getName).toList();
        return FormFields.choices(item, profile, names, firstOf(profiles, user));
    }

    private static String firstOf(List<AwsProfile> profiles, ProfileUser user) {
        if (profiles.isEmpty()) {
            return Texts.get("AwsStepDescriptor.noProfile");
        }
        AwsProfile first = profiles.get(0);
        return user.mayUse(first)
                ? Texts.get("AwsStepDescriptor.firstProfile", first.getName())
                : Texts.get("AwsStepDescriptor.profileOfOthers");
    }

    @POST
    public FormValidation doCheckProfile(@AncestorInPath Item item, @QueryParameter String value) {
        return FormFields.optional(
                item, value, name -> MonaiDeployConfiguration.get().profile(name, ProfileUser.formOf(item)));
    }

    @POST
    public FormValidation doCheckRegion(@AncestorInPath Item item, @QueryParameter String value) {
        return FormFields.optional(item, value, TextParameter.REGION::check);
    }

    @POST
    public FormValidation doCheckEndpoints(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String credentialsId) {
        return FormFields.optional(
                item, value, text -> StepEndpoints.merged(Map.of(), EndpointLines.parse(text), credentialsId));
    }

    @POST
    public ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item item, @QueryParameter String credentialsId) {
        StandardListBoxModel items = new StandardListBoxModel();
        if (mayUseCredentials(item)) {
            items.includeEmptyValue().includeAs(usersOf(item), item, AmazonWebServicesCredentials.class);
        }
        return items.includeCurrentValue(credentialsId);
    }

    private static boolean mayUseCredentials(Item item) {
        return FormFields.maySee(item) || item != null && item.hasPermission(CredentialsProvider.USE_ITEM);
    }

    /** In whose name the item's builds use credentials. */
    private static Authentication usersOf(Item item) {
        return item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
    }
}
