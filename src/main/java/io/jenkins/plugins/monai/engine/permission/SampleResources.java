package io.jenkins.plugins.monai.engine.permission;

import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ARNs to ask IAM about, one for each pattern of a policy: IAM simulates no patterns. */
final class SampleResources {

    private static final Pattern EC2_RESOURCE = Pattern.compile("arn:[^:]*:ec2:[^:]*:[^:]*:([a-z-]+)/\\*");
    private static final String DIGITS = "0123456789abcdef0";

    private final Map<String, String> ids = new HashMap<>(Map.of(
            "image", "ami-" + DIGITS,
            "instance", "i-" + DIGITS,
            "network-interface", "eni-" + DIGITS,
            "security-group", "sg-" + DIGITS,
            "subnet", "subnet-" + DIGITS,
            "volume", "vol-" + DIGITS,
            "vpc", "vpc-" + DIGITS));

    /** @param machine whose subnets, security group and image are the samples where it names them */
    SampleResources(MachineSpec machine) {
        if (!machine.subnets().isEmpty()) {
            ids.put("subnet", machine.subnets().get(0));
        }
        if (machine.securityGroup() != null) {
            ids.put("security-group", machine.securityGroup());
        }
        if (machine.ami() != null && machine.ami().startsWith("ami-")) {
            ids.put("image", machine.ami());
        }
    }

    /** @param pattern without placeholders; {@code *} alone stays as it is */
    String of(String pattern) {
        if (pattern.equals("*")) {
            return pattern;
        }
        Matcher ec2 = EC2_RESOURCE.matcher(pattern);
        String id = ec2.matches() ? ids.getOrDefault(ec2.group(1), "sample") : "sample";
        return pattern.replace("*", id);
    }
}
