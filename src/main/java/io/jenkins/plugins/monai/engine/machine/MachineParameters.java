package io.jenkins.plugins.monai.engine.machine;

import io.jenkins.plugins.monai.engine.parameter.Arns;
import io.jenkins.plugins.monai.engine.parameter.Parameter;
import io.jenkins.plugins.monai.engine.parameter.Section;
import io.jenkins.plugins.monai.engine.ssh.HostKeyStrategy;
import java.util.List;
import java.util.stream.Stream;

/** What machine is launched, and how it is reached. */
public final class MachineParameters {

    /** In the order they are tried. By default an NVIDIA T4, 4 vCPUs, 16 GiB. */
    public static final Parameter<List<String>> INSTANCE_TYPES = Parameter.list(Parameter.text(
                    "instanceTypes", "[a-z][a-z0-9-]*\\.[a-z0-9-]+", "an instance type such as g4dn.xlarge"))
            .withDefault(List.of("g4dn.xlarge"));

    /** Without a value the account's own AMI, or the region's Deep Learning base AMI. */
    public static final Parameter<String> AMI = Parameter.text(
            "ami",
            "ami-[0-9a-f]{8}([0-9a-f]{9})?|resolve:ssm:\\S+",
            "an AMI's id, or resolve:ssm: and a parameter's name");

    /** Of gp3 volumes; the image may ask for more. */
    public static final Parameter<Integer> VOLUME_GIB = Parameter.number("volumeGiB", 8, 16384, 150);

    /** CreateInstanceProfile in the IAM API reference; with a path in front of the name it must be an ARN. */
    public static final Parameter<String> INSTANCE_PROFILE = Parameter.text(
            "instanceProfile",
            "[A-Za-z0-9+=,.@_-]{1,128}|" + Arns.of("instance-profile"),
            "an instance profile's name or ARN");

    public static final Parameter<Integer> MAXIMUM_MINUTES = Parameter.number("maximumMinutes", 10, 1440, 120);

    /** Of machines that live as long as a run: one that stays must not be taken back. */
    public static final Parameter<String> MARKET = Parameter.choice(
                    "market",
                    Stream.of(MarketChoice.values()).map(MarketChoice::value).toList(),
                    MarketChoice::check)
            .withDefault(MarketChoice.ON_DEMAND.value());

    /**
     * Of a spot machine, in USD an hour; without a value the on-demand price, which AWS recommends.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SpotMarketOptions.html">SpotMarketOptions</a>
     */
    public static final Parameter<String> MAXIMUM_PRICE = Parameter.text(
            "maximumPrice",
            "(?=.*[1-9])\\d{1,4}(\\.\\d{1,6})?",
            "a price in USD an hour from 0.001 to 9999, such as 0.30");

    /** How many times a run starts over on another machine when EC2 takes its spot machine back. */
    public static final Parameter<Integer> SPOT_RESTARTS = Parameter.number("spotRestarts", 0, 10, 2);

    /** In the order they are tried; without a value those of the default VPC. */
    public static final Parameter<List<String>> SUBNETS =
            Parameter.list(Parameter.text("subnets", "subnet-[0-9a-f]+", "a subnet's id"));

    /** {@code KEY=VALUE} each. */
    public static final Parameter<List<String>> AWS_TAGS =
            Parameter.addingList("awsTags", lines -> OwnTags.of(lines).check());

    public static final Parameter<String> SECURITY_GROUP =
            Parameter.text("securityGroup", "sg-[0-9a-f]+", "a security group's id");

    public static final Parameter<String> SSH_CIDR = Parameter.text(
            "sshCidr",
            "\\d{1,3}(\\.\\d{1,3}){3}/32|[0-9a-fA-F:]+:[0-9a-fA-F:]*/128",
            "one address, such as 203.0.113.7/32");

    public static final Parameter<Boolean> PRIVATE_ADDRESS = Parameter.flag("privateAddress", false);

    public static final Parameter<String> SSH_USER =
            Parameter.text("sshUser", "[a-z_][a-z0-9_-]{0,31}", "a user's name").withDefault("ubuntu");

    public static final Parameter<String> HOST_KEY_STRATEGY = Parameter.choice(
                    "hostKeyStrategy",
                    Stream.of(HostKeyStrategy.values())
                            .map(HostKeyStrategy::value)
                            .toList(),
                    HostKeyStrategy::check)
            .withDefault(HostKeyStrategy.ACCEPT_NEW.value());

    private MachineParameters() {}

    /** @param more what else an operation has of its machine, at the end */
    public static Section machine(Parameter<String> instanceProfile, Parameter<?>... more) {
        return Section.of(
                "machine",
                Stream.concat(
                                Stream.of(INSTANCE_TYPES, AMI, VOLUME_GIB, instanceProfile, MAXIMUM_MINUTES),
                                Stream.of(more))
                        .toArray(Parameter<?>[]::new));
    }
}
