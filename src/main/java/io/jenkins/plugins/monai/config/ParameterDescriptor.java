package io.jenkins.plugins.monai.config;

import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.monai.engine.parameter.OperationParameters;
import io.jenkins.plugins.monai.engine.parameter.Values;
import io.jenkins.plugins.monai.form.FormChecks;
import io.jenkins.plugins.monai.form.FormSection;
import io.jenkins.plugins.monai.form.ParameterForm;
import io.jenkins.plugins.monai.form.ParameterText;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** The form of a part of a profile that has defaults of a step's parameters: of those it has as properties. */
public abstract class ParameterDescriptor<T extends Describable<T>> extends Descriptor<T> {

    private final OperationParameters parameters;
    private final ParameterForm form;

    protected ParameterDescriptor(Class<? extends T> type, OperationParameters parameters) {
        super(type);
        this.parameters = parameters;
        this.form = new ParameterForm(this, parameters);
    }

    /** For Jelly. */
    public final List<FormSection> getSections() {
        return form.sections();
    }

    final List<String> names() {
        return form.names();
    }

    /** What the form has sent along. */
    final Values sent(StaplerRequest2 request) {
        return form.sent(request);
    }

    /** A parameter has one help, that of the step. */
    @Override
    public String getHelpFile(String field) {
        StepDescriptor step = form.names().contains(field) ? StepDescriptor.byFunctionName(parameters.step()) : null;
        return step == null ? super.getHelpFile(field) : step.getHelpFile(field);
    }

    @Override
    public void calcFillSettings(String field, Map<String, Object> attributes) {
        if (!form.fill(field, attributes)) {
            super.calcFillSettings(field, attributes);
        }
    }

    /** Of the parameter that the rest of the path names. */
    @POST
    public FormValidation doCheckParameter(StaplerRequest2 request, @QueryParameter String value) {
        return form.asked(request)
                .map(parameter -> {
                    boolean needed = parameter.companion() != null
                            && Util.fixEmptyAndTrim(request.getParameter(
                                            parameter.companion().name()))
                                    != null;
                    FormChecks.Rule rule = form.rule(parameter, request);
                    return needed ? FormChecks.required(value, rule) : FormChecks.optional(value, rule);
                })
                .orElseGet(FormValidation::ok);
    }

    /** Of the parameter that the rest of the path names. */
    @POST
    public ListBoxModel doFillParameter(StaplerRequest2 request) {
        return form.asked(request)
                .map(parameter -> ParameterForm.choices(parameter, ParameterText.of(parameter.otherwise())))
                .orElseGet(ListBoxModel::new);
    }
}
