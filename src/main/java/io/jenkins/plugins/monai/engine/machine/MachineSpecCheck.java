package io.jenkins.plugins.monai.engine.machine;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.List;
import java.util.regex.Pattern;

/** What can be said of a specification without asking anybody. */
public final class MachineSpecCheck {

    private static final Pattern INSTANCE_TYPE = Pattern.compile("[a-z][a-z0-9-]*\\.[a-z0-9-]+");
    private static final Pattern AMI = Pattern.compile("ami-[0-9a-f]{8}([0-9a-f]{9})?|resolve:ssm:\\S+");
    private static final Pattern SUBNET = Pattern.compile("subnet-[0-9a-f]+");
    private static final Pattern GROUP = Pattern.compile("sg-[0-9a-f]+");
    private static final int MIN_VOLUME_GIB = 8;
    private static final int MAX_VOLUME_GIB = 16384;

    private MachineSpecCheck() {}

    /** @throws OperationException a value cannot be right; the message names its parameter */
    public static void check(MachineSpec machine) throws OperationException {
        for (String type : machine.instanceTypes()) {
            require(INSTANCE_TYPE, "instanceTypes", type, "an instance type such as g4dn.xlarge");
        }
        for (String subnet : machine.subnets()) {
            require(SUBNET, "subnets", subnet, "a subnet's id");
        }
        for (String ami : nullable(machine.ami())) {
            require(AMI, "ami", ami, "an AMI's id, or resolve:ssm: and a parameter's name");
        }
        for (String group : nullable(machine.securityGroup())) {
            require(GROUP, "securityGroup", group, "a security group's id");
        }
        if (machine.volumeGiB() < MIN_VOLUME_GIB || machine.volumeGiB() > MAX_VOLUME_GIB) {
            throw new OperationException(
                    "'volumeGiB' is " + machine.volumeGiB(),
                    "Choose a value from " + MIN_VOLUME_GIB + " to " + MAX_VOLUME_GIB);
        }
    }

    private static List<String> nullable(String value) {
        return value == null ? List.of() : List.of(value);
    }

    private static void require(Pattern pattern, String parameter, String value, String what)
            throws OperationException {
        if (!pattern.matcher(value).matches()) {
            throw new OperationException(
                    "'" + value + "' in '" + parameter + "' is not " + what, "Correct " + parameter);
        }
    }
}
