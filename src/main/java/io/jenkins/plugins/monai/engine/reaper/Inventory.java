package io.jenkins.plugins.monai.engine.reaper;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.machine.Tags;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** What EC2 lists of a controller, all pages of it. */
final class Inventory {

    private final AwsClients aws;
    private final Filter ours;

    Inventory(AwsClients aws, String controller) {
        this.aws = aws;
        this.ours = Filter.builder()
                .name("tag:" + Tags.CONTROLLER)
                .values(controller)
                .build();
    }

    /** Those that are not terminated; one that is being terminated still holds what belongs to it. */
    List<Instance> machines() throws OperationException, InterruptedException {
        return AwsErrors.call(
                AwsCall.DESCRIBE_INSTANCES,
                () -> aws.ec2().describeInstancesPaginator(r -> r.filters(ours)).reservations().stream()
                        .flatMap(reservation -> reservation.instances().stream())
                        .filter(i -> i.state().name() != InstanceStateName.TERMINATED)
                        .toList());
    }

    /** As it is at this moment; empty where it is gone. */
    Optional<Instance> machine(String id) throws OperationException, InterruptedException {
        Filter one = Filter.builder().name("instance-id").values(id).build();
        return AwsErrors.call(
                AwsCall.DESCRIBE_INSTANCES,
                () -> aws.ec2().describeInstancesPaginator(r -> r.filters(ours, one)).reservations().stream()
                        .flatMap(reservation -> reservation.instances().stream())
                        .filter(i -> i.instanceId().equals(id) && isThere(i))
                        .findFirst());
    }

    static boolean isThere(Instance machine) {
        InstanceStateName state = machine.state().name();
        return state != InstanceStateName.TERMINATED && state != InstanceStateName.SHUTTING_DOWN;
    }

    /** EC2 lists key pairs on one page. */
    List<KeyPairInfo> keyPairs() throws OperationException, InterruptedException {
        return AwsErrors.call(
                AwsCall.DESCRIBE_KEY_PAIRS,
                () -> aws.ec2().describeKeyPairs(r -> r.filters(ours)).keyPairs());
    }

    List<SecurityGroup> groups() throws OperationException, InterruptedException {
        return AwsErrors.call(
                AwsCall.DESCRIBE_SECURITY_GROUPS,
                () -> aws.ec2().describeSecurityGroupsPaginator(r -> r.filters(ours)).securityGroups().stream()
                        .toList());
    }

    List<Volume> volumes() throws OperationException, InterruptedException {
        return AwsErrors.call(
                AwsCall.DESCRIBE_VOLUMES,
                () -> aws.ec2().describeVolumesPaginator(r -> r.filters(ours)).volumes().stream()
                        .toList());
    }

    boolean hasFunction(String name) throws OperationException, InterruptedException {
        return AwsErrors.call(AwsCall.GET_FUNCTION, () -> {
            try {
                aws.lambda().getFunction(r -> r.functionName(name));
                return true;
            } catch (ResourceNotFoundException e) {
                return false;
            }
        });
    }
}
