package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.buildmap.BuildMapRequest;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapState;
import io.jenkins.plugins.monai.engine.buildmap.workspace.ApplicationInputs;
import io.jenkins.plugins.monai.engine.packager.PackageInputs;
import java.util.List;

/** Says to a packager what lies, or will lie, on the machine. */
final class PackageInputsFactory {

    private PackageInputsFactory() {}

    static PackageInputs of(BuildMapRequest request, BuildMapState state, ApplicationInputs inputs) {
        return new PackageInputs(
                inputs.config(),
                inputs.entryPoint(),
                List.copyOf(inputs.models().keySet()),
                !inputs.requirements().lines().isEmpty(),
                state.localTag(),
                "arm64".equals(state.machine().architecture()) ? "linux/arm64" : "linux/amd64",
                request.gpu(),
                request.baseImage(),
                inputs.config().title(),
                request.commit(),
                inputs.requirements());
    }
}
