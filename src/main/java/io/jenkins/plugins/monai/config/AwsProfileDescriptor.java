package io.jenkins.plugins.monai.config;

import com.cloudbees.jenkins.plugins.awscredentials.AmazonWebServicesCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import hudson.Extension;
import hudson.Util;
import hudson.security.ACL;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.monai.Texts;
import io.jenkins.plugins.monai.engine.aws.Endpoints;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters;
import io.jenkins.plugins.monai.engine.machine.MachineParameters;
import io.jenkins.plugins.monai.engine.parameter.AccountParameters;
import io.jenkins.plugins.monai.engine.parameter.OperationParameters;
import io.jenkins.plugins.monai.engine.parameter.Section;
import io.jenkins.plugins.monai.form.EndpointLines;
import io.jenkins.plugins.monai.form.FormChecks;
import io.jenkins.plugins.monai.form.Lines;
import java.util.List;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** The form of an AWS profile. */
@Extension
public final class AwsProfileDescriptor extends ParameterDescriptor<AwsProfile> {

    public AwsProfileDescriptor() {
        super(
                AwsProfile.class,
                OperationParameters.of(
                        BuildMapParameters.ALL.step(),
                        Section.of("", MachineParameters.SUBNETS, MachineParameters.AWS_TAGS)));
    }

    @Override
    public String getDisplayName() {
        return Texts.get("AwsProfile.displayName");
    }

    /** The form has a text where the profile has a list. */
    @Override
    public AwsProfile newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
        String endpoints = form.optString("endpoints");
        form.remove("endpoints");
        AwsProfile profile = super.newInstance(request, form);
        try {
            profile.setEndpoints(EndpointOverride.of(EndpointLines.parse(endpoints)));
        } catch (IllegalArgumentException e) {
            throw new FormException(e.getMessage(), "endpoints");
        }
        return profile;
    }

    /** For the form: a value in each line. */
    public String lines(List<String> values) {
        return Lines.join(values);
    }

    /** For the form: an override in each line. */
    public String endpoints(AwsProfile profile) {
        return profile == null ? "" : EndpointLines.join(EndpointOverride.toMap(profile.getEndpoints()));
    }

    @POST
    public FormValidation doCheckName(@QueryParameter String value) {
        return FormChecks.required(value, name -> {});
    }

    @POST
    public ComboBoxModel doFillRegionItems() {
        return FormChecks.regions();
    }

    @POST
    public FormValidation doCheckRegion(@QueryParameter String value) {
        return FormChecks.optional(value, AccountParameters.REGION::check);
    }

    @POST
    public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
        StandardListBoxModel items = new StandardListBoxModel();
        if (FormChecks.isAdministrator()) {
            items.add(Texts.get("AwsProfile.controllerIdentity"), "");
            items.includeAs(ACL.SYSTEM2, Jenkins.get(), AmazonWebServicesCredentials.class);
        }
        return items.includeCurrentValue(credentialsId);
    }

    @POST
    public FormValidation doCheckCredentialsId(@QueryParameter String value) {
        String id = Util.fixEmptyAndTrim(value);
        return id == null || !FormChecks.isAdministrator() || JenkinsAwsCredentials.isInJenkins(id)
                ? FormValidation.ok()
                : FormValidation.warning(Texts.get("AwsProfile.credentialsOfFolder", id));
    }

    @POST
    public FormValidation doCheckRoleArn(@QueryParameter String value) {
        return FormChecks.optional(value, AccountParameters.ROLE_ARN::check);
    }

    @POST
    public FormValidation doCheckExternalId(@QueryParameter String value, @QueryParameter String roleArn) {
        FormValidation checked = FormChecks.optional(value, AccountParameters.EXTERNAL_ID::check);
        boolean unused = Util.fixEmptyAndTrim(value) != null && Util.fixEmptyAndTrim(roleArn) == null;
        return checked.kind == FormValidation.Kind.OK && unused && FormChecks.isAdministrator()
                ? FormValidation.warning(Texts.get("AwsProfile.externalIdWithoutRole"))
                : checked;
    }

    /** Says plainly whom an empty field lets in. */
    @POST
    public FormValidation doCheckJobs(@QueryParameter String value) {
        return Util.fixEmptyAndTrim(value) == null && FormChecks.isAdministrator()
                ? FormValidation.ok(Texts.get("AwsProfile.allJobs"))
                : FormChecks.eachLine(value, JobPatterns::check);
    }

    @POST
    public FormValidation doCheckEndpoints(@QueryParameter String value) {
        return FormChecks.optional(value, lines -> Endpoints.of(EndpointLines.parse(lines)));
    }

    /** Says who the caller is. */
    @POST
    public FormValidation doTestConnection(StaplerRequest2 request) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return new ProfileForm(request).testConnection();
    }
}
