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
        boolean failed;
        try (Lab lab = Lab.start()) {
            failed = !run(lab);
        }
        System.exit(failed ? 1 : 0);
    }

    private static boolean run(Lab lab) throws IOException, InterruptedException {
        DemoReport report = new DemoReport();
        try (SdkAwsClients aws = clients(lab)) {
            BuildMapDemo build = new BuildMapDemo(lab, aws, report);
            boolean good = false;
            try {
                Optional<BuildMapResult> map = build.run();
                if (map.isPresent()) {
                    infer(lab, aws, map.get(), report);
                }
                good = true;
            } catch (OperationException e) {
                report.failure(e);
                System.out.println("The demo failed. " + e.getMessage());
            }
            LeftRunning ofBuild = build.leftRunning();
            LeftRunning standing = lab.leftRunning(StandingIdentity.TAG, InferenceDemo.FUNCTION);
            LeftRunning left = new LeftRunning(
                    ofBuild.instances() + standing.instances(),
                    ofBuild.keyPairs() + standing.keyPairs(),
                    ofBuild.securityGroups() + standing.securityGroups());
            report.leftRunning(left);
            report.write(RESULT);
            System.out.println("Left running: " + left.instances() + " instances, " + left.keyPairs() + " key pairs, "
                    + left.securityGroups() + " security groups");
            System.out.println("Written: target/demo/result.json");
            return good && left.isNothing();
        }
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
