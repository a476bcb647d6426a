package io.jenkins.plugins.monai.steps;

import static io.jenkins.plugins.monai.steps.StepDefaults.first;
import static io.jenkins.plugins.monai.steps.StepDefaults.requiredOfStep;

import hudson.AbortException;
import hudson.EnvVars;
import io.jenkins.plugins.monai.config.BuildDefaults;
import io.jenkins.plugins.monai.config.MonaiDeployConfiguration;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapRequest;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.ssh.HostKeyStrategy;
import io.jenkins.plugins.monai.execution.BuildMapTask;

/** Turns what {@code monaiBuildMap} was given into a request of the engine. */
final class BuildMapRequests {

    private BuildMapRequests() {}

    /**
     * @param environment the region and the commit come from here where neither step nor profile names one
     * @throws AbortException a value is missing or cannot be right
     */
    static BuildMapTask of(BuildMapStep step, String job, EnvVars environment) throws AbortException {
        return StepDefaults.complete(
                step, job, environment, defaults -> new BuildMapTask(defaults.access(), request(step, defaults)));
    }

    private static BuildMapRequest request(BuildMapStep step, StepDefaults defaults) throws OperationException {
        BuildDefaults build = defaults.profile().getBuild();
        return BuildMapRequest.builder()
                .region(defaults.region())
                .app(requiredOfStep("app", step.getApp()))
                .repository(requiredOfStep("repository", step.getRepository()))
                .config(step.getConfig())
                .models(step.getModels())
                .requirements(step.getRequirements())
                .packager(first(step.getPackager(), build.getPackager()))
                .baseImage(first(step.getBaseImage(), build.getBaseImage()))
                .tags(step.getTags())
                .commit(defaults.environment().get("GIT_COMMIT"))
                .gpu(step.getGpu())
                .machine(machine(step, defaults))
                .endpoints(defaults.endpoints())
                .priceOverrides(MonaiDeployConfiguration.get().priceOverrides())
                .build();
    }

    private static MachineSpec machine(BuildMapStep step, StepDefaults defaults) throws OperationException {
        BuildDefaults build = defaults.profile().getBuild();
        String hostKeys = first(step.getHostKeyStrategy(), build.getHostKeyStrategy());
        return MachineSpec.builder()
                .instanceTypes(first(step.getInstanceTypes(), build.getInstanceTypes()))
                .ami(first(step.getAmi(), build.getAmi()))
                .subnets(first(step.getSubnets(), defaults.profile().getSubnets()))
                .securityGroup(first(step.getSecurityGroup(), build.getSecurityGroup()))
                .sshCidr(first(step.getSshCidr(), build.getSshCidr()))
                .instanceProfile(first(step.getInstanceProfile(), build.getInstanceProfile()))
                .volumeGiB(first(step.getVolumeGiB(), build.getVolumeGiB()))
                .sshUser(first(step.getSshUser(), build.getSshUser()))
                .hostKeyStrategy(hostKeys == null ? null : HostKeyStrategy.of(hostKeys))
                .privateAddress(step.isPrivateAddress() || build.isPrivateAddress())
                .maximumMinutes(first(step.getMaximumMinutes(), build.getMaximumMinutes()))
                .build();
    }
}
