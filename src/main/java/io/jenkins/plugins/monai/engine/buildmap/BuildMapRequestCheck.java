package io.jenkins.plugins.monai.engine.buildmap;

import io.jenkins.plugins.monai.engine.cost.PriceTable;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.machine.MachineSpecCheck;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.NumberParameter;
import io.jenkins.plugins.monai.engine.parameter.TextParameter;
import io.jenkins.plugins.monai.engine.registry.ImageTags;
import io.jenkins.plugins.monai.engine.registry.RepositoryNames;

/** What can be said of a request without asking anybody. */
public final class BuildMapRequestCheck {

    private BuildMapRequestCheck() {}

    /** @throws OperationException a value cannot be right; the message names its parameter */
    public static void check(BuildMapRequest request) throws OperationException {
        TextParameter.REGION.check(request.region());
        RepositoryNames.check(request.repository());
        for (String tag : request.effectiveTags()) {
            ImageTags.check(tag);
        }
        for (String model : request.models()) {
            ModelEntry.check(model);
        }
        TextParameter.BASE_IMAGE.checkOptional(request.baseImage());
        check(request.machine());
        PriceTable.check(request.priceOverrides());
    }

    private static void check(MachineSpec machine) throws OperationException {
        MachineSpecCheck.check(machine);
        TextParameter.SSH_CIDR.checkOptional(machine.sshCidr());
        TextParameter.SSH_USER.check(machine.sshUser());
        NumberParameter.MAXIMUM_MINUTES.check(machine.maximumMinutes());
    }
}
