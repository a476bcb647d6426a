package io.jenkins.plugins.monai.engine.buildmap;

import io.jenkins.plugins.monai.engine.machine.MachineCost;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.registry.ImageTags;
import io.jenkins.plugins.monai.engine.registry.RepositoryNames;
import java.util.List;
import java.util.regex.Pattern;

/** What can be said of a request without asking anybody. */
final class RequestCheck {

    private static final Pattern REGION = Pattern.compile("[a-z]{2,8}(-[a-z]+)+-\\d+");
    private static final Pattern INSTANCE_TYPE = Pattern.compile("[a-z][a-z0-9-]*\\.[a-z0-9-]+");
    private static final Pattern AMI = Pattern.compile("ami-[0-9a-f]{8}([0-9a-f]{9})?|resolve:ssm:\\S+");
    private static final Pattern SUBNET = Pattern.compile("subnet-[0-9a-f]+");
    private static final Pattern GROUP = Pattern.compile("sg-[0-9a-f]+");
    private static final Pattern USER = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");
    private static final Pattern ONE_ADDRESS =
            Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}/32|[0-9a-fA-F:]+:[0-9a-fA-F:]*/128");
    private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:@-]*");

    private RequestCheck() {}

    /** @throws OperationException a value cannot be right; the message names its parameter */
    static void check(BuildMapRequest request) throws OperationException {
        require(REGION, "region", request.region(), "a region's code such as eu-west-1");
        RepositoryNames.check(request.repository());
        for (String tag : request.effectiveTags()) {
            ImageTags.check(tag);
        }
        if (request.baseImage() != null) {
            require(IMAGE, "baseImage", request.baseImage(), "an image reference");
        }
        check(request.machine());
        MachineCost.check(request.priceOverrides());
    }

    private static void check(MachineSpec machine) throws OperationException {
        requireEach(INSTANCE_TYPE, "instanceTypes", machine.instanceTypes(), "an instance type such as g4dn.xlarge");
        requireEach(SUBNET, "subnets", machine.subnets(), "a subnet's id");
        optional(AMI, "ami", machine.ami(), "an AMI's id, or resolve:ssm: and a parameter's name");
        optional(GROUP, "securityGroup", machine.securityGroup(), "a security group's id");
        optional(ONE_ADDRESS, "sshCidr", machine.sshCidr(), "one address, such as 203.0.113.7/32");
        require(USER, "sshUser", machine.sshUser(), "a user's name");
        requireRange("volumeGiB", machine.volumeGiB(), 8, 16384);
        requireRange("maximumMinutes", machine.maximumMinutes(), 10, 1440);
    }

    private static void requireEach(Pattern pattern, String parameter, List<String> values, String what)
            throws OperationException {
        for (String value : values) {
            require(pattern, parameter, value, what);
        }
    }

    private static void optional(Pattern pattern, String parameter, String value, String what)
            throws OperationException {
        if (value != null) {
            require(pattern, parameter, value, what);
        }
    }

    private static void require(Pattern pattern, String parameter, String value, String what)
            throws OperationException {
        if (!pattern.matcher(value).matches()) {
            throw new OperationException(
                    "'" + value + "' in '" + parameter + "' is not " + what, "Correct " + parameter);
        }
    }

    private static void requireRange(String parameter, int value, int lowest, int highest) throws OperationException {
        if (value < lowest || value > highest) {
            throw new OperationException(
                    "'" + parameter + "' is " + value, "Choose a value from " + lowest + " to " + highest);
        }
    }
}
