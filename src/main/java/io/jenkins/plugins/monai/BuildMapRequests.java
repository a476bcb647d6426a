package io.jenkins.plugins.monai;

import hudson.AbortException;
import hudson.EnvVars;
import io.jenkins.plugins.monai.engine.aws.Endpoints;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapRequest;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.ssh.HostKeyStrategy;

/** Turns what a step was given into a request of the engine. */
final class BuildMapRequests {

    private BuildMapRequests() {}

    /**
     * @param environment the region and the commit come from here where the step names none
     * @throws AbortException a value that cannot be right
     */
    static BuildMapRequest of(BuildMapStep step, EnvVars environment) throws AbortException {
        try {
            return BuildMapRequest.builder()
                    .region(region(step, environment))
                    .app(required("app", step.getApp()))
                    .repository(required("repository", step.getRepository()))
                    .config(step.getConfig())
                    .models(step.getModels())
                    .requirements(step.getRequirements())
                    .packager(step.getPackager())
                    .baseImage(step.getBaseImage())
                    .tags(step.getTags())
                    .commit(environment.get("GIT_COMMIT"))
                    .gpu(step.getGpu())
                    .machine(machine(step))
                    .endpoints(step.getEndpoints() == null ? null : Endpoints.of(step.getEndpoints()))
                    .build();
        } catch (OperationException | IllegalArgumentException e) {
            throw new AbortException("monaiBuildMap: " + e.getMessage());
        }
    }

    private static MachineSpec machine(BuildMapStep step) throws OperationException {
        return MachineSpec.builder()
                .instanceTypes(step.getInstanceTypes())
                .ami(step.getAmi())
                .subnets(step.getSubnets())
                .securityGroup(step.getSecurityGroup())
                .sshCidr(step.getSshCidr())
                .instanceProfile(step.getInstanceProfile())
                .volumeGiB(step.getVolumeGiB())
                .sshUser(step.getSshUser())
                .hostKeyStrategy(
                        step.getHostKeyStrategy() == null ? null : HostKeyStrategy.of(step.getHostKeyStrategy()))
                .privateAddress(step.isPrivateAddress())
                .maximumMinutes(step.getMaximumMinutes())
                .build();
    }

    private static String region(BuildMapStep step, EnvVars environment) throws OperationException {
        String region = step.getRegion();
        region = region == null ? environment.get("AWS_REGION") : region;
        region = region == null ? environment.get("AWS_DEFAULT_REGION") : region;
        return required("region", region);
    }

    private static String required(String parameter, String value) throws OperationException {
        if (value == null || value.isBlank()) {
            throw new OperationException("'" + parameter + "' is missing", "Name it in the step");
        }
        return value.trim();
    }
}
