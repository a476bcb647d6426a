package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.registry.Platform;
import java.util.regex.Pattern;

/** The platform of a MAP before any machine is known, from the names of the instance types that it would be built on. */
final class MapPlatform {

    /**
     * Of Graviton: a {@code g} among the attributes behind the generation, as in {@code g5g.xlarge} and {@code
     * is4gen.large}; and {@code a1}, which is older than the rule.
     *
     * @see <a href="https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html">Amazon EC2 instance
     *     type naming conventions</a>
     */
    private static final Pattern ARM = Pattern.compile("(?:[a-z]+\\d+[a-z-]*g[a-z-]*|a1)\\..*");

    private MapPlatform() {}

    static Platform of(MachineSpec machine) {
        return ARM.matcher(machine.instanceTypes().get(0)).matches() ? Platform.LINUX_ARM64 : Platform.LINUX_AMD64;
    }
}
