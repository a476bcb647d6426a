package io.jenkins.plugins.monai.engine.machine.launch;

import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.machine.MachineState;
import io.jenkins.plugins.monai.engine.machine.Market;
import io.jenkins.plugins.monai.engine.machine.ec2.LaunchProfile;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/** What EC2 would be asked for. */
public final class WantedLaunch {

    private WantedLaunch() {}

    public static RunInstancesRequest request(
            LaunchProfile profile, MachineSpec spec, MachineState state, String instanceType) {
        return new LaunchRequests(profile, spec, state)
                .request(new LaunchCandidate(Market.ON_DEMAND, instanceType, "subnet-1"), "sg-1");
    }
}
