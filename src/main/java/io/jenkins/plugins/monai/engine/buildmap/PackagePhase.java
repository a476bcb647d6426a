package io.jenkins.plugins.monai.engine.buildmap;

import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;
import io.jenkins.plugins.monai.engine.packager.PackageInputs;
import io.jenkins.plugins.monai.engine.packager.Packager;
import io.jenkins.plugins.monai.engine.packager.Packagers;

/** Has the packager build the MAP on the machine. */
final class PackagePhase implements Phase<BuildMapContext> {

    @Override
    public String name() {
        return "PACKAGE";
    }

    @Override
    public Advance advance(BuildMapContext context) throws OperationException, InterruptedException {
        Packager packager = Packagers.of(context.request().packager());
        PackageInputs inputs = context.packageInputs();
        return context.packaging()
                .advance("the packaging", packager.script(inputs), last -> packager.remedy(1, last));
    }
}
