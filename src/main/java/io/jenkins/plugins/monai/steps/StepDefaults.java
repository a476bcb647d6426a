package io.jenkins.plugins.monai.steps;

import hudson.AbortException;
import hudson.EnvVars;
import io.jenkins.plugins.monai.config.AwsAccess;
import io.jenkins.plugins.monai.config.AwsProfile;
import io.jenkins.plugins.monai.config.EndpointOverride;
import io.jenkins.plugins.monai.config.MonaiDeployConfiguration;
import io.jenkins.plugins.monai.config.ProfileUser;
import io.jenkins.plugins.monai.engine.aws.Endpoints;
import io.jenkins.plugins.monai.engine.machine.MachineParameters;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.AccountParameters;
import io.jenkins.plugins.monai.engine.parameter.Parameter;
import io.jenkins.plugins.monai.engine.parameter.Values;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

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

    /**
     * What the step names, and what the profile has for the rest.
     *
     * @throws OperationException a value is missing or cannot be right; the message names its parameter
     */
    Values values() throws OperationException {
        Values values = descriptor()
                .values(profile, step)
                .with(AccountParameters.REGION, region())
                .with(AccountParameters.ENDPOINTS, endpoints().toMap());
        for (Parameter<?> parameter :
                (Iterable<Parameter<?>>) descriptor().parameters().all()::iterator) {
            Parameter<?> companion = parameter.companion();
            if (values.get(parameter) == null
                    && (parameter.mandatory() || companion != null && values.get(companion) != null)) {
                throw missing(parameter);
            }
        }
        // It decides what kind of a request is made, and so is looked at before there is one.
        MachineParameters.HOST_KEY_STRATEGY.check(values.get(MachineParameters.HOST_KEY_STRATEGY));
        return values;
    }

    private OperationException missing(Parameter<?> parameter) {
        return new OperationException(
                "'" + parameter.name() + "' is missing",
                descriptor().isInProfile(parameter)
                        ? "Name it in the step or in the AWS profile"
                        : "Name it in the step");
    }

    private AwsStepDescriptor descriptor() {
        return (AwsStepDescriptor) step.getDescriptor();
    }

    /** See {@link io.jenkins.plugins.monai.engine.cost.PriceTable#with}. */
    Map<String, Double> priceOverrides() {
        return MonaiDeployConfiguration.get().priceOverrides();
    }

    /** The commit that the build has checked out; null where it is not known. */
    String commit() {
        return environment.get("GIT_COMMIT");
    }

    /** The profile's role is meant for the profile's credentials, so it is not assumed with others. */
    AwsAccess access() throws OperationException {
        Endpoints endpoints = endpoints();
        return step.getCredentialsId() == null
                ? AwsAccess.ofProfile(region(), profile)
                : AwsAccess.withCredentials(region(), step.getCredentialsId(), endpoints);
    }

    private String region() throws OperationException {
        String region = Stream.of(
                        step.getRegion(),
                        profile.getRegion(),
                        environment.get("AWS_REGION"),
                        environment.get("AWS_DEFAULT_REGION"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
        if (region.isBlank()) {
            throw missing(AccountParameters.REGION);
        }
        // It becomes a part of a host's name.
        AccountParameters.REGION.check(region.trim());
        return region.trim();
    }

    /** @throws OperationException see {@link StepEndpoints#merged} */
    private Endpoints endpoints() throws OperationException {
        return StepEndpoints.merged(
                EndpointOverride.toMap(profile.getEndpoints()), step.getEndpoints(), step.getCredentialsId());
    }
}
