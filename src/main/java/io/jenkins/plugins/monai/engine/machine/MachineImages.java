package io.jenkins.plugins.monai.engine.machine;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageState;

/** Resolves the AMI that a machine boots. */
final class MachineImages {

    /**
     * AWS's own Deep Learning base AMI: driver, container toolkit and Docker.
     *
     * @see <a href="https://docs.aws.amazon.com/dlami/latest/devguide/find-dlami-id.html">Finding a DLAMI id</a>
     */
    static final String DEEP_LEARNING_BASE =
            "/aws/service/deeplearning/ami/x86_64/base-oss-nvidia-driver-gpu-ubuntu-24.04/latest/ami-id";

    private static final String PARAMETER_PREFIX = "resolve:ssm:";

    private final AwsClients aws;

    MachineImages(AwsClients aws) {
        this.aws = aws;
    }

    /**
     * @param ami an AMI id, {@code resolve:ssm:PARAMETER}, or null for the region's Deep Learning base AMI
     * @throws OperationException it does not exist, or is not available
     */
    Image resolve(String ami) throws OperationException, InterruptedException {
        String id = ami;
        if (ami == null || ami.startsWith(PARAMETER_PREFIX)) {
            id = parameter(ami == null ? DEEP_LEARNING_BASE : ami.substring(PARAMETER_PREFIX.length()));
        }
        String imageId = id;
        List<Image> images = AwsErrors.call(
                AwsCall.DESCRIBE_IMAGES,
                () -> aws.ec2().describeImages(r -> r.imageIds(imageId)).images());
        if (images.isEmpty()) {
            throw new OperationException(
                    "The image " + imageId + " does not exist in " + aws.region(),
                    "Name in 'ami' an image of this region that is shared with the account");
        }
        Image image = images.get(0);
        if (image.state() != null && image.state() != ImageState.AVAILABLE) {
            throw new OperationException(
                    "The image " + imageId + " is " + image.stateAsString() + ", not available",
                    "Wait until it is available, or name another in 'ami'");
        }
        return image;
    }

    private String parameter(String name) throws OperationException, InterruptedException {
        return AwsErrors.call(
                AwsCall.GET_PARAMETER,
                () -> aws.ssm().getParameter(r -> r.name(name)).parameter().value());
    }
}
