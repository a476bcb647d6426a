package io.jenkins.plugins.monai.engine.machine;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.NumberParameter;
import io.jenkins.plugins.monai.engine.parameter.TextParameter;

/** What can be said of a specification without asking anybody. */
public final class MachineSpecCheck {

    private MachineSpecCheck() {}

    /** @throws OperationException a value cannot be right; the message names its parameter */
    public static void check(MachineSpec machine) throws OperationException {
        TextParameter.INSTANCE_TYPES.checkEach(machine.instanceTypes());
        TextParameter.SUBNETS.checkEach(machine.subnets());
        TextParameter.AMI.checkOptional(machine.ami());
        TextParameter.SECURITY_GROUP.checkOptional(machine.securityGroup());
        TextParameter.INSTANCE_PROFILE.checkOptional(machine.instanceProfile());
        NumberParameter.VOLUME_GIB.check(machine.volumeGiB());
    }
}
