package io.jenkins.plugins.monai.engine.machine.ephemeral;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** The run's key pair on EC2: only its public half ever leaves the controller. */
final class KeyPairs {

    private final AwsClients aws;
    private final RunIdentity run;

    KeyPairs(AwsClients aws, RunIdentity run) {
        this.aws = aws;
        this.run = run;
    }

    /**
     * Imports the public key under the run's name. A key pair left under that name by an earlier process of the same
     * run is replaced, as its private half is lost.
     *
     * @param publicKey an OpenSSH public key line
     */
    void importKey(String publicKey, TagSpecification tags) throws OperationException, InterruptedException {
        delete();
        AwsErrors.call(
                AwsCall.IMPORT_KEY_PAIR,
                () -> aws.ec2()
                        .importKeyPair(r -> r.keyName(run.resourceName())
                                .publicKeyMaterial(SdkBytes.fromUtf8String(publicKey))
                                .tagSpecifications(tags)));
    }

    /** EC2 answers the same whether the key pair existed or not. */
    void delete() throws OperationException, InterruptedException {
        AwsErrors.call(AwsCall.DELETE_KEY_PAIR, () -> aws.ec2().deleteKeyPair(r -> r.keyName(run.resourceName())));
    }
}
