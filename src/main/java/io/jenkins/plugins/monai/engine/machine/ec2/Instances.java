package io.jenkins.plugins.monai.engine.machine.ec2;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** The instances that are, or were, one machine. */
public final class Instances {

    private final AwsClients aws;
    private final LaunchProfile profile;

    public Instances(AwsClients aws, LaunchProfile profile) {
        this.aws = aws;
        this.profile = profile;
    }

    /** Those that are not terminated, whether or not anybody noted their ids. */
    public List<Instance> alive() throws OperationException, InterruptedException {
        return all().stream()
                .filter(i -> i.state().name() != InstanceStateName.TERMINATED)
                .toList();
    }

    /** With those that were terminated within the last hour or so. */
    public List<Instance> all() throws OperationException, InterruptedException {
        return AwsErrors.call(
                AwsCall.DESCRIBE_INSTANCES,
                () -> aws.ec2().describeInstancesPaginator(r -> r.filters(profile.filter())).reservations().stream()
                        .flatMap(reservation -> reservation.instances().stream())
                        .toList());
    }

    /** Empty while EC2 does not know the instance: it may take seconds to after the launch. */
    public Optional<Instance> describe(String id) throws OperationException, InterruptedException {
        try {
            return aws.ec2().describeInstances(r -> r.instanceIds(id)).reservations().stream()
                    .flatMap(reservation -> reservation.instances().stream())
                    .findFirst();
        } catch (AbortedException e) {
            throw AwsErrors.interrupted(e);
        } catch (SdkException e) {
            if (AwsErrors.code(e).equals("InvalidInstanceID.NotFound")) {
                return Optional.empty();
            }
            throw AwsErrors.translate(AwsCall.DESCRIBE_INSTANCES, e);
        }
    }

    /** Terminating twice is fine; so is an instance that EC2 has forgotten. */
    public void terminate(String id) throws OperationException, InterruptedException {
        terminate(id, false);
    }

    /**
     * As {@link #terminate}, without waiting for the machine's system to go down: its network interface, and so its
     * security group, is free minutes earlier.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html">SkipOsShutdown</a>
     */
    public void terminateAtOnce(String id) throws OperationException, InterruptedException {
        terminate(id, true);
    }

    private void terminate(String id, boolean atOnce) throws OperationException, InterruptedException {
        try {
            aws.ec2().terminateInstances(r -> r.instanceIds(id).skipOsShutdown(atOnce));
        } catch (AbortedException e) {
            throw AwsErrors.interrupted(e);
        } catch (SdkException e) {
            if (!AwsErrors.code(e).equals("InvalidInstanceID.NotFound")) {
                throw AwsErrors.translate(AwsCall.TERMINATE_INSTANCES, e);
            }
        }
    }
}
