package io.jenkins.plugins.monai.engine.buildmap;

import io.jenkins.plugins.monai.engine.machine.MachineParameters;
import io.jenkins.plugins.monai.engine.packager.Packagers;
import io.jenkins.plugins.monai.engine.parameter.AccountParameters;
import io.jenkins.plugins.monai.engine.parameter.OperationParameters;
import io.jenkins.plugins.monai.engine.parameter.Parameter;
import io.jenkins.plugins.monai.engine.parameter.Section;
import io.jenkins.plugins.monai.engine.registry.ImageTags;
import io.jenkins.plugins.monai.engine.registry.RepositoryNames;
import java.util.List;

/** What a MAP is built of, and where it goes. */
public final class BuildMapParameters {

    public static final Parameter<String> APP = Parameter.text("app").required();

    public static final Parameter<String> REPOSITORY =
            Parameter.text("repository", RepositoryNames::check).required();

    public static final Parameter<String> CONFIG = Parameter.text("config");

    public static final Parameter<List<String>> MODELS = Parameter.list(Parameter.text("models", ModelEntry::check));

    public static final Parameter<String> REQUIREMENTS = Parameter.text("requirements");

    public static final Parameter<String> PACKAGER = Parameter.choice("packager", Packagers.names(), Packagers::of)
            .withDefault(Packagers.names().get(0));

    public static final Parameter<String> BASE_IMAGE =
            Parameter.text("baseImage", "[A-Za-z0-9][A-Za-z0-9._/:@-]*", "an image reference");

    public static final Parameter<List<String>> TAGS = Parameter.list(Parameter.text("tags", ImageTags::check));

    public static final Parameter<Boolean> GPU = Parameter.flag("gpu", true);

    public static final Parameter<Boolean> REBUILD = Parameter.flag("rebuild", false);

    public static final OperationParameters ALL = OperationParameters.of(
            "monaiBuildMap",
            Section.of("", APP, REPOSITORY, AccountParameters.PROFILE),
            Section.of("application", CONFIG, MODELS, REQUIREMENTS),
            Section.of("image", PACKAGER, BASE_IMAGE, TAGS, GPU, REBUILD),
            MachineParameters.machine(
                    MachineParameters.INSTANCE_PROFILE,
                    MachineParameters.MARKET,
                    MachineParameters.MAXIMUM_PRICE,
                    MachineParameters.SPOT_RESTARTS),
            Section.of(
                    "networkAndSsh",
                    MachineParameters.SUBNETS,
                    MachineParameters.SECURITY_GROUP,
                    MachineParameters.SSH_CIDR,
                    MachineParameters.PRIVATE_ADDRESS,
                    MachineParameters.SSH_USER,
                    MachineParameters.HOST_KEY_STRATEGY),
            Section.of("tags", MachineParameters.AWS_TAGS),
            AccountParameters.SECTION);

    private BuildMapParameters() {}
}
