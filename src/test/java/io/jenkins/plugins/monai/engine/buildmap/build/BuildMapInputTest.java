package io.jenkins.plugins.monai.engine.buildmap.build;

import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.APP;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.BASE_IMAGE;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.CONFIG;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.MODELS;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.PACKAGER;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.REPOSITORY;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.REQUIREMENTS;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.TAGS;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.AMI;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.INSTANCE_TYPES;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.MAXIMUM_MINUTES;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.SECURITY_GROUP;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.SSH_CIDR;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.SSH_USER;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.SUBNETS;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.VOLUME_GIB;
import static io.jenkins.plugins.monai.engine.parameter.AccountParameters.REGION;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.monai.engine.source.LocalSourceTree;
import io.jenkins.plugins.monai.engine.source.SourceListing;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import io.jenkins.plugins.monai.lab.Lab;
import io.jenkins.plugins.monai.lab.NeedsLab;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a request or a workspace is found out before AWS is asked for anything. */
@NeedsLab(containers = false)
class BuildMapInputTest {

    @TempDir
    Path folder;

    private TinyApplication application;
    private Trial trial;

    @BeforeEach
    void prepare(Lab lab) throws IOException {
        application = TinyApplication.in(Files.createDirectory(folder.resolve("workspace")));
        trial = Trial.of(lab, application.workspace());
    }

    @AfterEach
    void close() {
        assertEquals(Set.of(), trial.calls().operations(), "AWS was asked");
        trial.close();
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                request("no application", t -> t.with(APP, "missing"), "'missing'", "app"),
                request("a file that is no Python", t -> t.with(APP, "app/app.yaml"), "app/app.yaml", ".py"),
                request("a folder without __main__.py", t -> t.with(APP, "models"), "models", "__main__.py"),
                request("an application above the workspace", t -> t.with(APP, "../workspace/app"), "outside"),
                request("no app.yaml", t -> t.with(CONFIG, "missing.yaml"), "missing.yaml", "config"),
                request("no requirements", t -> t.with(REQUIREMENTS, "none.txt"), "none.txt", "requirements"),
                request("no model", t -> t.with(MODELS, List.of("models/none")), "models/none"),
                request("a model above the workspace", t -> t.with(MODELS, List.of("../secret")), "outside", "models"),
                request("a model by its absolute path", t -> t.with(MODELS, List.of("/etc/passwd")), "outside"),
                request("the workspace as a model", t -> t.with(MODELS, List.of("./")), "models"),
                request(
                        "two models of one name",
                        t -> t.with(MODELS, List.of("models/weights", "./models/weights/")),
                        "'weights'",
                        "weights-1=models/weights"),
                request("a model without a path", t -> t.with(MODELS, List.of("liver=")), "'liver'", "NAME=PATH"),
                request("a model's name that cannot be", t -> t.with(MODELS, List.of("my liver=x")), "my liver"),
                request("an unknown packager", t -> t.with(PACKAGER, "zip"), "zip", "packager"),
                request("an upper-case repository", t -> t.with(REPOSITORY, "Monai/App"), "Monai/App", "repository"),
                request("a repository with a tag", t -> t.with(REPOSITORY, "monai/app:1"), "monai/app:1"),
                request("a repository of one letter", t -> t.with(REPOSITORY, "a"), "'a'"),
                request("a tag with a space", t -> t.with(TAGS, List.of("1.0", "my tag")), "my tag", "tag"),
                request("a tag that begins with a dash", t -> t.with(TAGS, List.of("-1")), "-1"),
                request("a region that cannot be", t -> t.with(REGION, "Frankfurt"), "Frankfurt", "region"),
                request("an instance type that cannot be", t -> t.with(INSTANCE_TYPES, List.of("big one")), "big one"),
                request("an AMI that cannot be", t -> t.with(AMI, "ubuntu"), "ubuntu", "ami"),
                request("a subnet that cannot be", t -> t.with(SUBNETS, List.of("vpc-1")), "vpc-1", "subnets"),
                request("a security group that cannot be", t -> t.with(SECURITY_GROUP, "default"), "securityGroup"),
                request("SSH open to the world", t -> t.with(SSH_CIDR, "0.0.0.0/0"), "0.0.0.0/0", "one address"),
                request("a user that cannot be", t -> t.with(SSH_USER, "ubuntu; id"), "ubuntu; id", "sshUser"),
                request("a volume too small", t -> t.with(VOLUME_GIB, 1), "volumeGiB", "8"),
                request("a minute's time", t -> t.with(MAXIMUM_MINUTES, 1), "maximumMinutes", "10"),
                request("a base image that cannot be", t -> t.with(BASE_IMAGE, "-v /:/host"), "baseImage"));
    }

    private static Arguments request(String name, Consumer<Trial> change, String... words) {
        return Arguments.of(name, change, words);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void aRequestThatCannotBe(String name, Consumer<Trial> change, String[] words) {
        change.accept(trial);
        trial.failsIn("PREFLIGHT", words);
    }

    static Stream<Arguments> configurations() {
        return Stream.of(
                Arguments.of("application:\n  version: 1.0.0\n", new String[] {"title", "app.yaml"}),
                Arguments.of("application:\n  title: Tiny\n", new String[] {"version", "app.yaml"}),
                Arguments.of("application:\n  title: ''\n  version: 1.0.0\n", new String[] {"title"}),
                Arguments.of("application: [unfinished\n", new String[] {"app.yaml"}),
                Arguments.of("- a\n- list\n", new String[] {"app.yaml"}),
                Arguments.of("", new String[] {"app.yaml"}));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void anAppYamlThatSaysTooLittle(String yaml, String[] words) throws IOException {
        application.file("app/app.yaml", yaml);
        trial.failsIn("PREFLIGHT", words);
    }

    @Test
    void anAppYamlThatIsMissing() throws IOException {
        application.without("app/app.yaml");
        trial.failsIn("PREFLIGHT", "app/app.yaml", "config");
    }

    @Test
    void aModelThatIsALinkOutOfTheWorkspace() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("weights.bin"), "secret");
        Files.createSymbolicLink(application.workspace().resolve("models/linked"), outside);
        trial.with(MODELS, List.of("models/linked"));
        trial.failsIn("PREFLIGHT", "models/linked", "outside the workspace");
    }

    @Test
    void aModelFolderWithNothingInIt() throws IOException {
        Files.createDirectory(application.workspace().resolve("models/empty"));
        trial.with(MODELS, List.of("models/empty"));
        trial.failsIn("PREFLIGHT", "models/empty", "empty");
    }

    /** The agent went away, or may not read: root may read everything, so a folder's permissions would not show it. */
    @Test
    void aWorkspaceThatCannotBeRead(Lab lab) throws IOException {
        trial.close();
        trial = Trial.of(lab, new Unreadable(new LocalSourceTree(application.workspace()), "app/app.yaml"));
        trial.failsIn("PREFLIGHT", "app/app.yaml", "Permission denied", "agent");
    }

    private record Unreadable(SourceTree tree, String path) implements SourceTree {

        @Override
        public Kind kind(String asked) throws IOException {
            return tree.kind(asked);
        }

        @Override
        public SourceListing list(String asked) throws IOException {
            return tree.list(asked);
        }

        @Override
        public InputStream open(String asked) throws IOException {
            if (asked.equals(path)) {
                throw new IOException(path + ": Permission denied");
            }
            return tree.open(asked);
        }
    }
}
