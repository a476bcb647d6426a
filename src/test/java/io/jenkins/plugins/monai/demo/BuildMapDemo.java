package io.jenkins.plugins.monai.demo;

import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.APP;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.BASE_IMAGE;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.CONFIG;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.GPU;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.MODELS;
import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.REQUIREMENTS;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.SSH_USER;
import static io.jenkins.plugins.monai.engine.parameter.AccountParameters.ENDPOINTS;
import static io.jenkins.plugins.monai.engine.parameter.AccountParameters.REGION;

import io.jenkins.plugins.monai.engine.OperationRun;
import io.jenkins.plugins.monai.engine.aws.SdkAwsClients;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapRequest;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapResult;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapState;
import io.jenkins.plugins.monai.engine.buildmap.build.BuildMapOperation;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.operation.CondensedLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.OperationJournal;
import io.jenkins.plugins.monai.engine.operation.PhaseRecord;
import io.jenkins.plugins.monai.engine.parameter.Values;
import io.jenkins.plugins.monai.engine.source.GitHead;
import io.jenkins.plugins.monai.engine.source.LocalSourceTree;
import io.jenkins.plugins.monai.engine.ssh.KeyVault;
import io.jenkins.plugins.monai.lab.Lab;
import io.jenkins.plugins.monai.lab.LeftRunning;
import io.jenkins.plugins.monai.lab.WorkingCopy;
import java.io.IOException;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** From an application to a verified MAP in the registry. */
final class BuildMapDemo {

    private static final String APPLICATION = "examples/ct-threshold";
    static final String REPOSITORY = "monai/ct-threshold";

    private final Lab lab;
    private final SdkAwsClients aws;
    private final DemoReport report;
    private final String runId = UUID.randomUUID().toString();

    BuildMapDemo(Lab lab, SdkAwsClients aws, DemoReport report) {
        this.lab = lab;
        this.aws = aws;
        this.report = report;
    }

    /** The image that was built and pushed; empty where no containers can be had. */
    Optional<BuildMapResult> run() throws IOException, OperationException, InterruptedException {
        Optional<String> whyNoContainers = lab.whyNoContainers();
        if (whyNoContainers.isPresent()) {
            runWithout(whyNoContainers.get());
            return Optional.empty();
        }
        BuildMapState state = new BuildMapState(runId, System.currentTimeMillis());
        try (BuildMapOperation operation = operation(state, new ConsoleLog())) {
            BuildMapResult result = operation.run(pause -> Thread.sleep(pause.toMillis()));
            report.buildMap(result);
            print(result);
            return Optional.of(result);
        } finally {
            report.buildMapPhases(state.getPhases());
        }
    }

    private void runWithout(String why) throws IOException, OperationException, InterruptedException {
        BuildMapState state = new BuildMapState(runId, System.currentTimeMillis());
        ConsoleLog log = new ConsoleLog();
        try (BuildMapOperation operation = operation(state, log)) {
            new WithoutContainers(operation, state, log).run(why);
            report.stoppedAfter(WithoutContainers.LAST, why);
        } finally {
            report.buildMapPhasesUntil(state.getPhases());
        }
    }

    LeftRunning leftRunning() {
        return lab.leftRunning(RunIdentity.RUN_TAG, runId);
    }

    private BuildMapOperation operation(BuildMapState state, ConsoleLog log) throws IOException {
        Path workspace = WorkingCopy.root();
        BuildMapRequest request = BuildMapRequest.of(
                        Values.none()
                                .with(REGION, lab.region())
                                .with(APP, APPLICATION + "/app")
                                .with(CONFIG, APPLICATION + "/app.yaml")
                                .with(REQUIREMENTS, APPLICATION + "/requirements.txt")
                                .with(MODELS, List.of(APPLICATION + "/models/threshold"))
                                .with(BuildMapParameters.REPOSITORY, REPOSITORY)
                                .with(GPU, false)
                                .with(BASE_IMAGE, lab.registryUri().isPresent() ? lab.baseImage() : null)
                                .with(SSH_USER, lab.sshUser())
                                .with(ENDPOINTS, lab.endpoints().toMap()),
                        Map.of())
                .withCommit(GitHead.commit(workspace).orElse(null));
        return new BuildMapOperation(
                request,
                new OperationRun<>(
                        new RunIdentity(runId, "demo", "make demo"),
                        new OperationJournal<>(
                                state, saved -> {}, new CondensedLog(log, Clock.systemUTC()), Clock.systemUTC()),
                        aws,
                        new LocalSourceTree(workspace),
                        ProxySelector.of(null)),
                KeyVault.inMemory());
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
