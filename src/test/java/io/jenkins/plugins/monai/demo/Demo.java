package io.jenkins.plugins.monai.demo;

import io.jenkins.plugins.monai.engine.aws.SdkAwsClients;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapResult;
import io.jenkins.plugins.monai.engine.machine.StandingIdentity;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.lab.Lab;
import io.jenkins.plugins.monai.lab.LeftRunning;
import io.jenkins.plugins.monai.lab.Site;
import io.jenkins.plugins.monai.lab.WorkingCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * The main job on real input, against stand-ins for AWS on loopback: a MAP is built, inference is configured with it, and
 * an upload becomes a result. {@code make demo}.
 */
public final class Demo {

    private static final Path FOLDER = WorkingCopy.root().resolve("target/demo");
    private static final Path RESULT = FOLDER.resolve("result.json");

    private Demo() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Files.deleteIfExists(RESULT);
        DemoEnd end;
        try (Lab lab = Lab.startInterruptible()) {
            end = run(lab);
        } catch (InterruptedException e) {
            // The signal that did it ends this JVM.
            return;
        }
        System.exit(end.status());
    }

    private static DemoEnd run(Lab lab) throws IOException, InterruptedException {
        DemoReport report = new DemoReport();
        try (SdkAwsClients aws = clients(lab)) {
            BuildMapDemo build = new BuildMapDemo(lab, aws, report);
            DemoEnd end = go(lab, aws, build, report);
            boolean interrupted = Thread.interrupted();
            LeftRunning left = left(lab, build);
            if (interrupted) {
                end = DemoEnd.INTERRUPTED;
            } else if (!left.isNothing()) {
                end = DemoEnd.FAILED;
            }
            report.leftRunning(left);
            report.end(end);
            report.write(RESULT);
            System.out.println("Left running: " + left.instances() + " instances, " + left.keyPairs() + " key pairs, "
                    + left.securityGroups() + " security groups");
            System.out.println("Written: target/demo/result.json");
            if (end == DemoEnd.WITHOUT_CONTAINERS) {
                System.out.println("The demo went as far as " + WithoutContainers.LAST
                        + ". Building and running a MAP needs containers, which cannot be had here: "
                        + lab.whyNoContainers().orElseThrow());
            }
            return end;
        }
    }

    private static DemoEnd go(Lab lab, SdkAwsClients aws, BuildMapDemo build, DemoReport report) throws IOException {
        try {
            Optional<BuildMapResult> map = build.run();
            if (map.isEmpty()) {
                return DemoEnd.WITHOUT_CONTAINERS;
            }
            infer(lab, aws, map.get(), report);
            return DemoEnd.DONE;
        } catch (OperationException e) {
            report.failure(e);
            System.out.println(
                    (Thread.currentThread().isInterrupted() ? "The demo was interrupted. " : "The demo failed. ")
                            + e.getMessage());
            return DemoEnd.FAILED;
        } catch (InterruptedException e) {
            System.out.println("The demo was interrupted.");
            Thread.currentThread().interrupt();
            return DemoEnd.INTERRUPTED;
        }
    }

    private static LeftRunning left(Lab lab, BuildMapDemo build) {
        LeftRunning ofBuild = build.leftRunning();
        LeftRunning standing = lab.leftRunning(StandingIdentity.TAG, InferenceDemo.FUNCTION);
        return new LeftRunning(
                ofBuild.instances() + standing.instances(),
                ofBuild.keyPairs() + standing.keyPairs(),
                ofBuild.securityGroups() + standing.securityGroups());
    }

    private static void infer(Lab lab, SdkAwsClients aws, BuildMapResult map, DemoReport report)
            throws IOException, OperationException, InterruptedException {
        try (Site site = Site.open(lab)) {
            new InferenceDemo(lab, aws, site.endpoints(), FOLDER.resolve("study"), report).run(map.imageDigest());
        }
    }

    private static SdkAwsClients clients(Lab lab) {
        return new SdkAwsClients(
                lab.region(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(lab.accessKeyId(), lab.secretAccessKey())),
                lab.endpoints(),
                null,
                List.of());
    }
}
