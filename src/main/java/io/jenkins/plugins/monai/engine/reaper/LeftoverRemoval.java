package io.jenkins.plugins.monai.engine.reaper;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.Instance;

/** Removes what is left over, each by what nothing else is called, and a machine after a second look alone. */
final class LeftoverRemoval {

    private static final Set<String> GONE = Set.of(
            "InvalidInstanceID.NotFound",
            "InvalidKeyPair.NotFound",
            "InvalidGroup.NotFound",
            "InvalidGroupId.Malformed",
            "InvalidVolume.NotFound");

    /** As a group is for a minute after its machine's end. */
    private static final Set<String> BUSY =
            Set.of("DependencyViolation", "InvalidGroup.InUse", "VolumeInUse", "IncorrectState");

    private final AwsClients aws;
    private final ReaperContext context;
    private final Inventory inventory;

    LeftoverRemoval(AwsClients aws, ReaperContext context) {
        this.aws = aws;
        this.context = context;
        this.inventory = new Inventory(aws, context.controller());
    }

    /** @throws OperationException it could not be removed */
    RemovalOutcome remove(FoundResource left) throws OperationException, InterruptedException {
        String id = left.id();
        return switch (left.kind()) {
            case INSTANCE -> machine(id);
            case KEY_PAIR -> keyPair(RunIdentity.resourceName(left.run()));
            case SECURITY_GROUP ->
                call(AwsCall.DELETE_SECURITY_GROUP, () -> aws.ec2().deleteSecurityGroup(r -> r.groupId(id)));
            case VOLUME -> call(AwsCall.DELETE_VOLUME, () -> aws.ec2().deleteVolume(r -> r.volumeId(id)));
            default -> throw new IllegalArgumentException(left.kind().label());
        };
    }

    /** By its name, which is its run's alone, and by which IAM knows key pairs. */
    private RemovalOutcome keyPair(String name) throws OperationException, InterruptedException {
        return call(AwsCall.DELETE_KEY_PAIR, () -> aws.ec2().deleteKeyPair(r -> r.keyName(name)));
    }

    /** Since it was listed its lease may have been renewed, its run taken up, its tags changed. */
    private RemovalOutcome machine(String id) throws OperationException, InterruptedException {
        Optional<Instance> now = inventory.machine(id);
        if (now.isEmpty()) {
            return RemovalOutcome.GONE;
        }
        Ownership owner = new Ownership(context.controller(), now.get().tags());
        Verdict verdict = new Judge(context.runs(), context.clock())
                .machine(owner, now.get().launchTime());
        return verdict.isLeft()
                ? call(AwsCall.TERMINATE_INSTANCES, () -> aws.ec2().terminateInstances(r -> r.instanceIds(id)))
                : RemovalOutcome.WANTED;
    }

    private static RemovalOutcome call(AwsCall call, Runnable request) throws OperationException, InterruptedException {
        try {
            request.run();
            return RemovalOutcome.REMOVED;
        } catch (AbortedException e) {
            throw AwsErrors.interrupted(e);
        } catch (SdkException e) {
            if (GONE.contains(AwsErrors.code(e))) {
                return RemovalOutcome.GONE;
            }
            if (BUSY.contains(AwsErrors.code(e))) {
                return RemovalOutcome.BUSY;
            }
            throw AwsErrors.translate(call, e);
        }
    }
}
