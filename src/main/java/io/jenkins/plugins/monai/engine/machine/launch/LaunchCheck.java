package io.jenkins.plugins.monai.engine.machine.launch;

import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.cost.Gp3;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.machine.MachineState;
import io.jenkins.plugins.monai.engine.machine.Market;
import io.jenkins.plugins.monai.engine.machine.ec2.LaunchProfile;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.Image;

/** Finds out, without making anything, that a machine can be launched. */
public final class LaunchCheck {

    private final AwsClients aws;
    private final LaunchProfile profile;
    private final MachineSpec spec;
    private final MachineState state;
    private final EngineLog log;

    public LaunchCheck(AwsClients aws, LaunchProfile profile, MachineSpec spec, MachineState state, EngineLog log) {
        this.aws = aws;
        this.profile = profile;
        this.spec = spec;
        this.state = state;
        this.log = log;
    }

    /**
     * Image, network, instance types, quotas, and the permission to launch.
     *
     * @throws OperationException the machine cannot be launched
     */
    public void check() throws OperationException, InterruptedException {
        Image image = new MachineImages(aws, log).resolve(spec.ami());
        state.image(image.imageId(), rootDevice(image), image.architectureAsString());
        Networks.Placement placement = new Networks(aws).resolve(spec.subnets());
        state.network(placement.vpcId(), placement.subnetIds());
        List<InstanceType> types = new InstanceTypes(aws).describe(spec.instanceTypes());
        Map<Market, List<InstanceType>> fitting =
                new QuotaCheck(aws, log).fitting(spec.market().markets(), ofArchitecture(types, image));
        fitting.forEach((market, fit) ->
                state.launchable(market, fit.stream().map(InstanceType::name).toList()));
        types.forEach(type -> state.volume(type.name(), Gp3.forType(type.ebsMegabytesPerSecond())));
        LaunchRehearsal rehearsal = new LaunchRehearsal(aws, new LaunchRequests(profile, spec, state));
        for (LaunchCandidate candidate : new LaunchPlan(spec.market(), state).firstOfEachMarket()) {
            rehearsal.rehearse(candidate, spec.securityGroup());
        }
    }

    private static String rootDevice(Image image) {
        return image.rootDeviceName() == null ? "/dev/sda1" : image.rootDeviceName();
    }

    private static List<InstanceType> ofArchitecture(List<InstanceType> types, Image image) throws OperationException {
        String architecture = image.architectureAsString();
        List<InstanceType> matching = types.stream()
                .filter(t -> t.architectures().contains(architecture))
                .toList();
        if (matching.isEmpty()) {
            InstanceType first = types.get(0);
            throw new OperationException(
                    "The image " + image.imageId() + " is for " + architecture + ", and " + first.name() + " is "
                            + String.join("/", first.architectures()),
                    "Name in 'ami' an image for the architecture of instanceTypes, or other instanceTypes");
        }
        return matching;
    }
}
