package io.jenkins.plugins.monai.engine.machine.launch;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;

/**
 * RunInstances with {@code DryRun}: EC2 checks permissions and parameters, launches nothing, and answers
 * {@code DryRunOperation}.
 */
final class LaunchRehearsal {

    private final AwsClients aws;
    private final LaunchRequests requests;

    LaunchRehearsal(AwsClients aws, LaunchRequests requests) {
        this.aws = aws;
        this.requests = requests;
    }

    /** @throws OperationException the launch would be refused, wherever it is tried */
    void rehearse(LaunchCandidate candidate, String securityGroup) throws OperationException, InterruptedException {
        try {
            // The key pair does not exist yet, and EC2 looks it up even in a rehearsal. The client token is left to
            // the launch itself.
            RunInstancesResponse launched = aws.ec2()
                    .runInstances(requests.request(candidate, securityGroup).toBuilder()
                            .dryRun(true)
                            .keyName(null)
                            .clientToken(null)
                            .build());
            // Only an emulator that ignores DryRun gets here; what it launched must not stay.
            launched.instances().forEach(i -> aws.ec2().terminateInstances(r -> r.instanceIds(i.instanceId())));
        } catch (AbortedException e) {
            throw AwsErrors.interrupted(e);
        } catch (SdkException e) {
            // Where one type finds no room in one zone, the launch goes on to the next candidate.
            boolean leftToTheLaunch = AwsErrors.isCapacity(e) || AwsErrors.isQuota(e);
            if (!AwsErrors.code(e).equals("DryRunOperation") && !leftToTheLaunch) {
                throw AwsErrors.translate(AwsCall.RUN_INSTANCES, e);
            }
        }
    }
}
