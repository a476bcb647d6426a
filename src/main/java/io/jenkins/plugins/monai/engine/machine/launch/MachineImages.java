package io.jenkins.plugins.monai.engine.machine.launch;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.machine.ec2.Filters;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
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

    /** The tag of the AMIs that {@code ami/} builds. */
    static final String OWN_TAG = "monai-deploy:ami";

    /** What the tag's value must be. It changes when an AMI that was built before would no longer do. */
    static final String OWN_TAG_VALUE = "1";

    private static final String PARAMETER_PREFIX = "resolve:ssm:";

    private final AwsClients aws;
    private final EngineLog log;

    MachineImages(AwsClients aws, EngineLog log) {
        this.aws = aws;
        this.log = log;
    }

    /**
     * @param ami an AMI id, {@code resolve:ssm:PARAMETER}, or null for the account's newest AMI with the tag
     *     {@value #OWN_TAG}, or where there is none the region's Deep Learning base AMI
     * @throws OperationException it does not exist, or is not available
     */
    Image resolve(String ami) throws OperationException, InterruptedException {
        if (ami == null) {
            Optional<Image> own = newestOwn();
            if (own.isPresent()) {
                log.line("Image " + own.get().imageId() + ", the account's newest with the tag " + OWN_TAG + " ("
                        + own.get().name() + ")");
                return own.get();
            }
            Image base = image(parameter(DEEP_LEARNING_BASE));
            log.line("Image " + base.imageId() + ", the region's Deep Learning base AMI; the account has none with the"
                    + " tag " + OWN_TAG);
            return base;
        }
        Image image =
                image(ami.startsWith(PARAMETER_PREFIX) ? parameter(ami.substring(PARAMETER_PREFIX.length())) : ami);
        log.line("Image " + image.imageId() + ", as 'ami' says");
        return image;
    }

    /** Only the account's own are asked for: a stranger may share an AMI under any tag. */
    private Optional<Image> newestOwn() throws OperationException, InterruptedException {
        List<Image> images = describe(r -> r.owners("self")
                .filters(
                        Filters.of("tag:" + OWN_TAG, OWN_TAG_VALUE),
                        Filters.of("state", ImageState.AVAILABLE.toString()),
                        Filters.of("architecture", "x86_64")));
        // ISO 8601 in UTC: the order of the text is that of time.
        return images.stream().max(Comparator.comparing(Image::creationDate).thenComparing(Image::imageId));
    }

    private Image image(String id) throws OperationException, InterruptedException {
        List<Image> images = describe(r -> r.imageIds(id));
        if (images.isEmpty()) {
            throw new OperationException(
                    "The image " + id + " does not exist in " + aws.region(),
                    "Name in 'ami' an image of this region that is shared with the account");
        }
        Image image = images.get(0);
        if (image.state() != null && image.state() != ImageState.AVAILABLE) {
            throw new OperationException(
                    "The image " + id + " is " + image.stateAsString() + ", not available",
                    "Wait until it is available, or name another in 'ami'");
        }
        return image;
    }

    private List<Image> describe(Consumer<DescribeImagesRequest.Builder> request)
            throws OperationException, InterruptedException {
        return AwsErrors.call(
                AwsCall.DESCRIBE_IMAGES, () -> aws.ec2().describeImages(request).images());
    }

    private String parameter(String name) throws OperationException, InterruptedException {
        return AwsErrors.call(
                AwsCall.GET_PARAMETER,
                () -> aws.ssm().getParameter(r -> r.name(name)).parameter().value());
    }
}
