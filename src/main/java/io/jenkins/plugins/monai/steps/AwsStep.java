package io.jenkins.plugins.monai.steps;

import hudson.EnvVars;
import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.monai.execution.DeployExecution;
import io.jenkins.plugins.monai.execution.DeployTask;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundSetter;

/** What all the steps have: by what way they reach AWS. Whatever is null comes from the profile. */
public abstract class AwsStep extends Step {

    private String profile;
    private String region;
    private String credentialsId;
    private LinkedHashMap<String, String> endpoints;

    /**
     * The task with this step's parameters, completed from profile and environment.
     *
     * @param job the full name of the job that runs it, which says what profiles it may use
     * @throws hudson.AbortException a parameter is missing or cannot be right
     */
    public abstract DeployTask<?> task(String job, EnvVars environment) throws IOException;

    @Override
    public final StepExecution start(StepContext context) throws Exception {
        String job = context.get(Run.class).getParent().getFullName();
        return new DeployExecution(context, task(job, context.get(EnvVars.class)));
    }

    /** The name of an AWS profile; null for the first one. */
    public String getProfile() {
        return profile;
    }

    @DataBoundSetter
    public void setProfile(String profile) {
        this.profile = Util.fixEmptyAndTrim(profile);
    }

    public String getRegion() {
        return region;
    }

    @DataBoundSetter
    public void setRegion(String region) {
        this.region = Util.fixEmptyAndTrim(region);
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** See {@link io.jenkins.plugins.monai.engine.aws.Endpoints} for the keys. */
    public Map<String, String> getEndpoints() {
        return endpoints;
    }

    @DataBoundSetter
    public void setEndpoints(Map<String, String> endpoints) {
        this.endpoints = endpoints == null || endpoints.isEmpty() ? null : new LinkedHashMap<>(endpoints);
    }
}
