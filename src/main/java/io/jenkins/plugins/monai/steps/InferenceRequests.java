package io.jenkins.plugins.monai.steps;

import static io.jenkins.plugins.monai.steps.StepDefaults.first;
import static io.jenkins.plugins.monai.steps.StepDefaults.required;
import static io.jenkins.plugins.monai.steps.StepDefaults.requiredOfStep;

import hudson.AbortException;
import hudson.EnvVars;
import io.jenkins.plugins.monai.config.InferenceDefaults;
import io.jenkins.plugins.monai.config.MonaiDeployConfiguration;
import io.jenkins.plugins.monai.engine.inference.HealthImagingStore;
import io.jenkins.plugins.monai.engine.inference.InferenceRequest;
import io.jenkins.plugins.monai.engine.inference.Prefixes;
import io.jenkins.plugins.monai.engine.inference.StudyLimits;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.execution.ConfigureInferenceTask;

/** Turns what {@code monaiConfigureInference} was given into a request of the engine. */
final class InferenceRequests {

    private InferenceRequests() {}

    /** @throws AbortException a value is missing or cannot be right */
    static ConfigureInferenceTask of(ConfigureInferenceStep step, String job, EnvVars environment)
            throws AbortException {
        return StepDefaults.complete(
                step,
                job,
                environment,
                defaults -> new ConfigureInferenceTask(defaults.access(), request(step, defaults)));
    }

    private static InferenceRequest request(ConfigureInferenceStep step, StepDefaults defaults)
            throws OperationException {
        InferenceDefaults inference = defaults.profile().getInference();
        return InferenceRequest.builder()
                .region(defaults.region())
                .map(requiredOfStep("map", step.getMap()))
                .bucket(required("bucket", first(step.getBucket(), inference.getBucket())))
                .prefixes(prefixes(step, inference))
                .functionName(step.getFunctionName())
                .functionRole(required("functionRole", first(step.getFunctionRole(), inference.getFunctionRole())))
                .kmsKey(first(step.getKmsKey(), inference.getKmsKey()))
                .failureDestination(first(step.getFailureDestination(), inference.getFailureDestination()))
                .healthImaging(healthImaging(step, inference))
                .machine(machine(step, defaults))
                .gpu(step.getGpu())
                .network(step.isNetwork())
                .slots(step.getSlots())
                .workFolder(step.getWorkFolder())
                .idleMinutes(first(step.getIdleMinutes(), inference.getIdleMinutes()))
                .limits(new StudyLimits(step.getMaxStudyBytes(), step.getMaxStudyFiles(), step.getMaxStudyMinutes()))
                .requireDeidentified(step.isRequireDeidentified())
                .smokeTestStudy(step.getSmokeTestStudy())
                .stopAfterwards(step.isStopAfterwards())
                .maximumMinutes(first(step.getMaximumMinutes(), inference.getMaximumMinutes()))
                .endpoints(defaults.endpoints())
                .priceOverrides(MonaiDeployConfiguration.get().priceOverrides())
                .build();
    }

    private static Prefixes prefixes(ConfigureInferenceStep step, InferenceDefaults inference) {
        return new Prefixes(
                first(step.getInputPrefix(), inference.getInputPrefix()),
                first(step.getResultsPrefix(), inference.getResultsPrefix()),
                first(step.getInferredPrefix(), inference.getInferredPrefix()),
                first(step.getFailedPrefix(), inference.getFailedPrefix()),
                first(step.getLedgerPrefix(), inference.getLedgerPrefix()));
    }

    private static HealthImagingStore healthImaging(ConfigureInferenceStep step, InferenceDefaults inference)
            throws OperationException {
        String datastore = first(step.getHealthImagingDatastore(), inference.getHealthImagingDatastore());
        return datastore == null
                ? null
                : new HealthImagingStore(
                        datastore,
                        required(
                                "healthImagingRole",
                                first(step.getHealthImagingRole(), inference.getHealthImagingRole())));
    }

    private static MachineSpec machine(ConfigureInferenceStep step, StepDefaults defaults) throws OperationException {
        InferenceDefaults inference = defaults.profile().getInference();
        return MachineSpec.builder()
                .instanceTypes(first(step.getInstanceTypes(), inference.getInstanceTypes()))
                .ami(first(step.getAmi(), inference.getAmi()))
                .subnets(first(step.getSubnets(), defaults.profile().getSubnets()))
                .securityGroup(first(step.getSecurityGroup(), inference.getSecurityGroup()))
                .instanceProfile(
                        required("instanceProfile", first(step.getInstanceProfile(), inference.getInstanceProfile())))
                .volumeGiB(first(step.getVolumeGiB(), inference.getVolumeGiB()))
                .build();
    }
}
