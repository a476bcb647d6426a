package io.jenkins.plugins.monai.steps;

import com.cloudbees.jenkins.plugins.awscredentials.AmazonWebServicesCredentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.Util;
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
import io.jenkins.plugins.monai.config.MonaiDeployConfiguration;
import io.jenkins.plugins.monai.config.ProfileUser;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.OperationParameters;
import io.jenkins.plugins.monai.engine.parameter.Parameter;
import io.jenkins.plugins.monai.engine.parameter.Parameter.Kind;
import io.jenkins.plugins.monai.engine.parameter.Values;
import io.jenkins.plugins.monai.form.Beans;
import io.jenkins.plugins.monai.form.EndpointLines;
import io.jenkins.plugins.monai.form.FormSection;
import io.jenkins.plugins.monai.form.ParameterForm;
import io.jenkins.plugins.monai.form.ParameterText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
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

    private final OperationParameters parameters;
    private final Function<AwsProfile, Object> defaults;
    private final ParameterForm form;

    /** @param defaults the part of a profile that has the step's */
    protected AwsStepDescriptor(OperationParameters parameters, Function<AwsProfile, Object> defaults) {
        this.parameters = parameters;
        this.defaults = defaults;
        this.form = new ParameterForm(this, parameters, "profile");
    }

    @Override
    public final String getFunctionName() {
        return parameters.step();
    }

    @Override
    public Set<? extends Class<?>> getRequiredContext() {
        return Set.of(Run.class, FilePath.class, TaskListener.class, EnvVars.class);
    }

    /** Null for a field without a default. */
    final String defaultOf(Item item, String field, String profile) {
        return defaultsOf(item, profile).get(field);
    }

    /** What each field that is left empty stands for; nothing is put in for one without a default. */
    private Map<String, String> defaultsOf(Item item, String profile) {
        Values values = values(FormFields.profile(item, profile));
        Map<String, String> defaults = new TreeMap<>();
        parameters.all().filter(parameter -> parameter.kind() != Kind.FLAG).forEach(parameter -> {
            String text = ParameterText.of(values.get(parameter));
            if (!text.isEmpty()) {
                defaults.put(parameter.name(), text);
            }
        });
        return defaults;
    }

    /** What a profile gives, and what the step itself names, which goes before it. */
    final Values values(AwsProfile profile, AwsStep... step) {
        return Beans.values(
                parameters,
                Stream.concat(Stream.of(profile, defaults.apply(profile)), Stream.of(step))
                        .toArray());
    }

    /** Whether a profile may name it. */
    final boolean isInProfile(Parameter<?> parameter) {
        AwsProfile none = AwsProfile.none();
        return Beans.has(AwsProfile.class, parameter.name())
                || Beans.has(defaults.apply(none).getClass(), parameter.name());
    }

    final OperationParameters parameters() {
        return parameters;
    }

    /** For the form. */
    public List<FormSection> getSections() {
        return form.sections();
    }

    @Override
    public void calcFillSettings(String field, Map<String, Object> attributes) {
        if (!form.fill(field, attributes)) {
            super.calcFillSettings(field, attributes);
        }
    }

    /** The form has a text where a Pipeline has a map, and an empty text where a Pipeline has nothing. */
    @Override
    public Step newInstance(StaplerRequest2 request, JSONObject json) throws FormException {
        Map<Parameter<?>, String> maps = new LinkedHashMap<>();
        parameters.all().filter(parameter -> parameter.kind() == Kind.MAP).forEach(parameter -> {
            maps.put(parameter, json.optString(parameter.name()));
            json.remove(parameter.name());
        });
        for (String name : List.copyOf(json.keySet())) {
            if (json.optString(name).isBlank()) {
                json.remove(name);
            }
        }
        AwsStep step = (AwsStep) super.newInstance(request, json);
        for (Map.Entry<Parameter<?>, String> map : maps.entrySet()) {
            String name = map.getKey().name();
            try {
                Beans.set(step, name, ParameterText.parse(map.getKey(), map.getValue()));
                StepEndpoints.check(step.getEndpoints(), step.getCredentialsId());
            } catch (OperationException | IllegalArgumentException e) {
                throw new FormException(e.getMessage(), name);
            }
        }
        return step;
    }

    /** Of the parameter that the rest of the path names. */
    @POST
    public FormValidation doCheckParameter(
            StaplerRequest2 request,
            @AncestorInPath Item item,
            @QueryParameter String value,
            @QueryParameter String profile) {
        return form.asked(request)
                .map(parameter -> check(parameter, request, item, value, profile))
                .orElseGet(FormValidation::ok);
    }

    private FormValidation check(
            Parameter<?> parameter, StaplerRequest2 request, Item item, String value, String profile) {
        Map<String, String> otherwise = defaultsOf(item, profile);
        Parameter<?> companion = parameter.companion();
        boolean needed = parameter.mandatory()
                || companion != null
                        && (otherwise.containsKey(companion.name())
                                || Util.fixEmptyAndTrim(request.getParameter(companion.name())) != null);
        boolean missing = needed && !otherwise.containsKey(parameter.name());
        return missing
                ? FormFields.required(item, value, ParameterText.check(parameter))
                : FormFields.optional(item, value, ParameterText.check(parameter));
    }

    /** Of the parameter that the rest of the path names. */
    @POST
    public ListBoxModel doFillParameter(
            StaplerRequest2 request, @AncestorInPath Item item, @QueryParameter String profile) {
        return form.asked(request)
                .map(parameter -> FormFields.choices(
                        item,
                        request.getParameter(parameter.name()),
                        parameter.choices(),
                        Texts.get("ParameterForm.default", defaultOf(item, parameter.name(), profile))))
                .orElseGet(ListBoxModel::new);
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
                ? Texts.get("ParameterForm.default", first.getName())
                : Texts.get("AwsStepDescriptor.profileOfOthers");
    }

    @POST
    public FormValidation doCheckProfile(@AncestorInPath Item item, @QueryParameter String value) {
        return FormFields.optional(
                item, value, name -> MonaiDeployConfiguration.get().profile(name, ProfileUser.formOf(item)));
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
