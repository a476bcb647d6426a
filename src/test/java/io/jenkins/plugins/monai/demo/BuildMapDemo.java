package io.jenkins.plugins.monai.demo;

import io.jenkins.plugins.monai.engine.aws.SdkAwsClients;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapOperation;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapRequest;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapResult;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapState;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.PhaseRecord;
import io.jenkins.plugins.monai.engine.source.GitHead;
import io.jenkins.plugins.monai.engine.source.LocalSourceTree;
import io.jenkins.plugins.monai.lab.Lab;
import io.jenkins.plugins.monai.lab.LeftRunning;
import java.io.IOException;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The main job on real input, against stand-ins for AWS on loopback: {@code make demo}. */
public final class BuildMapDemo {

    private static final String APPLICATION = "examples/ct-threshold";
    private static final Path RESULT = Path.of("target/demo/result.json");

    private final Lab lab;
    private final String runId = UUID.randomUUID().toString();

    private BuildMapDemo(Lab lab) {
        this.lab = lab;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int exit;
        try (Lab lab = Lab.start()) {
            exit = new BuildMapDemo(lab).run();
        }
        System.exit(exit);
    }

    private int run() throws IOException, InterruptedException {
        BuildMapState state = new BuildMapState(runId, System.currentTimeMillis());
        DemoReport report = new DemoReport();
        int exit;
        try (SdkAwsClients aws = clients();
                BuildMapOperation operation = operation(aws, state)) {
            exit = run(operation, state, report);
        }
        report.phases(state.getPhases());
        LeftRunning left = lab.leftRunning(RunIdentity.RUN_TAG, runId);
        report.leftRunning(left);
        report.write(RESULT);
        print("Left running: " + left.instances() + " instances, " + left.keyPairs() + " key pairs, "
                + left.securityGroups() + " security groups");
        print("Written: " + RESULT);
        return exit;
    }

    private int run(BuildMapOperation operation, BuildMapState state, DemoReport report) {
        try {
            if (lab.whyNoContainers().isPresent()) {
                return new WithoutContainers(lab, operation, state).run(report);
            }
            BuildMapResult result = operation.run(pause -> Thread.sleep(pause.toMillis()));
            report.buildMap(result);
            print(result);
            return 0;
        } catch (OperationException e) {
            report.failure(e);
            print("The build failed. " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 130;
        }
    }

    private SdkAwsClients clients() {
        return new SdkAwsClients(
                lab.region(),
                StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(lab.accessKeyId(), lab.secretAccessKey())),
                lab.endpoints(),
                null,
                List.of());
    }

    private BuildMapOperation operation(SdkAwsClients aws, BuildMapState state) throws IOException {
        Path workspace = Path.of("").toAbsolutePath();
        BuildMapRequest request = BuildMapRequest.builder()
                .region(lab.region())
                .app(APPLICATION + "/app")
                .config(APPLICATION + "/app.yaml")
                .requirements(APPLICATION + "/requirements.txt")
                .models(List.of(APPLICATION + "/models/threshold"))
                .repository("monai/ct-threshold")
                .commit(GitHead.commit(workspace).orElse(null))
                .gpu(false)
                .baseImage(lab.registryUri().isPresent() ? lab.baseImage() : null)
                .machine(MachineSpec.builder().sshUser(lab.sshUser()).build())
                .endpoints(lab.endpoints())
                .build();
        return new BuildMapOperation(
                request,
                new RunIdentity(runId, "demo", "make demo"),
                state,
                saved -> {},
                aws,
                new LocalSourceTree(workspace),
                new ConsoleLog(),
                Clock.systemUTC(),
                ProxySelector.of(null));
    }

    private static void print(BuildMapResult result) {
        print("");
        print("Image     " + result.imageUri());
        print("Digest    " + result.imageDigest());
        print(String.format(Locale.ROOT, "Size      %.1f MB", result.imageSizeBytes() / 1e6));
        print("Machine   " + result.instanceId() + ", " + result.instanceType() + " in " + result.region());
        result.estimatedUsd()
                .ifPresent(usd -> print(String.format(Locale.ROOT, "On AWS    about %.4f USD for this time", usd)));
        for (PhaseRecord phase : result.phases()) {
            print(String.format(Locale.ROOT, "%-10s %7.1f s", phase.getName(), phase.getSeconds()));
        }
    }

    private static void print(String line) {
        System.out.println(line);
    }
}
