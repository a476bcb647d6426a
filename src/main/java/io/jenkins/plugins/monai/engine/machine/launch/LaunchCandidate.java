package io.jenkins.plugins.monai.engine.machine.launch;

import io.jenkins.plugins.monai.engine.machine.MachineState;
import java.util.ArrayList;
import java.util.List;

/** One place to try: an instance type in a subnet. */
record LaunchCandidate(String instanceType, String subnetId) {

    /** Every type in every subnet; a type is tried everywhere before the next one. */
    static List<LaunchCandidate> all(MachineState state) {
        List<LaunchCandidate> all = new ArrayList<>();
        for (String type : state.launchable()) {
            for (String subnet : state.subnetIds()) {
                all.add(new LaunchCandidate(type, subnet));
            }
        }
        return all;
    }

    @Override
    public String toString() {
        return instanceType + " in " + subnetId;
    }
}
