package io.jenkins.plugins.monai.steps;

import hudson.AbortException;
import hudson.EnvVars;
import io.jenkins.plugins.monai.config.AwsAccess;
import io.jenkins.plugins.monai.config.AwsProfile;
import io.jenkins.plugins.monai.config.EndpointOverride;
import io.jenkins.plugins.monai.config.MonaiDeployConfiguration;
import io.jenkins.plugins.monai.config.ProfileUser;
import io.jenkins.plugins.monai.engine.aws.Endpoints;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.TextParameter;

/** Completes what a step was given: its own parameter first, then its profile, then the build's environment. */
final class StepDefaults {

    /** Makes a request of the completed parameters. */
    interface Making<T> {
        T make(StepDefaults defaults) throws OperationException;
    }

    private final AwsStep step;
    private final AwsProfile profile;
    private final EnvVars environment;

    private StepDefaults(AwsStep step, AwsProfile profile, EnvVars environment) {
        this.step = step;
        this.profile = profile;
        this.environment = environment;
    }

    /**
     * @param job the full name of the job that runs, as Jenkins knows it and not as the environment has it
     * @throws AbortException a value is missing or cannot be right; the message names its parameter
     */
    static <T> T complete(AwsStep step, String job, EnvVars environment, Making<T> making) throws AbortException {
        try {
            AwsProfile profile = profile(step, ProfileUser.job(job));
            return making.make(new StepDefaults(step, profile, environment));
        } catch (OperationException | IllegalArgumentException e) {
            throw new AbortException(step.getDescriptor().getFunctionName() + ": " + e.getMessage());
        }
    }

    /** A step with credentials of its own needs no profile: one that it does not name gives it its defaults, if it may. */
    private static AwsProfile profile(AwsStep step, ProfileUser job) throws OperationException {
        MonaiDeployConfiguration configuration = MonaiDeployConfiguration.get();
        boolean needed = step.getProfile() != null || step.getCredentialsId() == null;
        boolean refused = !configuration.getProfiles().isEmpty()
                && !job.mayUse(configuration.getProfiles().get(0));
        return !needed && refused ? AwsProfile.none() : configuration.profile(step.getProfile(), job);
    }

    AwsProfile profile() {
        return profile;
    }

    EnvVars environment() {
        return environment;
    }

    /** The profile's role is meant for the profile's credentials, so it is not assumed with others. */
    AwsAccess access() throws OperationException {
        Endpoints endpoints = endpoints();
        return step.getCredentialsId() == null
                ? AwsAccess.ofProfile(region(), profile)
                : AwsAccess.withCredentials(region(), step.getCredentialsId(), endpoints);
    }

    String region() throws OperationException {
        String region = first(step.getRegion(), profile.getRegion());
        region = first(region, environment.get("AWS_REGION"));
        region = required("region", first(region, environment.get("AWS_DEFAULT_REGION")));
        // It becomes a part of a host's name.
        TextParameter.REGION.check(region);
        return region;
    }

    /** @throws OperationException see {@link StepEndpoints#merged} */
    Endpoints endpoints() throws OperationException {
        return StepEndpoints.merged(
                EndpointOverride.toMap(profile.getEndpoints()), step.getEndpoints(), step.getCredentialsId());
    }

    static <T> T first(T own, T otherwise) {
        return own != null ? own : otherwise;
    }

    /** @throws OperationException neither step nor profile has named it */
    static String required(String parameter, String value) throws OperationException {
        return required(parameter, value, "Name it in the step or in the AWS profile");
    }

    /** @throws OperationException the step has not named it, and no profile can */
    static String requiredOfStep(String parameter, String value) throws OperationException {
        return required(parameter, value, "Name it in the step");
    }

    private static String required(String parameter, String value, String remedy) throws OperationException {
        if (value == null || value.isBlank()) {
            throw new OperationException("'" + parameter + "' is missing", remedy);
        }
        return value.trim();
    }
}
