package io.jenkins.plugins.monai.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.lab.ExampleRepository;
import io.jenkins.plugins.monai.lab.Lab;
import io.jenkins.plugins.monai.lab.NeedsLab;
import io.jenkins.plugins.monai.lab.Site;
import io.jenkins.plugins.monai.page.OperationRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Steps 5 and 6 of docs/getting-started.md, word for word: its pipeline, its upload, a result. */
@WithJenkins
@NeedsLab
class GettingStartedJenkinsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Test
    void thePageEndsWithAResult(JenkinsRule jenkins, Lab lab, @TempDir Path folder) throws Exception {
        try (LabJenkinsSupport configured = new LabJenkinsSupport(jenkins, lab, folder)) {
            Files.writeString(configured.repositoryFolder().resolve("Jenkinsfile"), pipeline());
            ExampleRepository.commit(configured.repositoryFolder());
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "first");
            job.setDefinition(new CpsScmFlowDefinition(configured.scm(), "Jenkinsfile"));
            List<OperationRecord> operations =
                    configured.green(job.scheduleBuild2(0).waitForStart());
            assertEquals(
                    List.of("monaiBuildMap", "monaiConfigureInference"),
                    operations.stream().map(OperationRecord::getStep).toList());

            List<String> results = upload(lab, configured.repositoryFolder().resolve("study.zip"));
            assertTrue(results.stream().anyMatch(key -> key.endsWith(".dcm")), results::toString);

            WorkflowJob removal = jenkins.createProject(WorkflowJob.class, "afterwards");
            removal.setDefinition(new CpsFlowDefinition("node { monaiRemoveInference profile: 'inference' }", true));
            configured.green(removal.scheduleBuild2(0).waitForStart());
        }
    }

    private static String pipeline() throws Exception {
        Matcher block = Pattern.compile("```groovy\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/getting-started.md")));
        assertTrue(block.find(), "the page has a pipeline");
        return block.group(1);
    }

    private static List<String> upload(Lab lab, Path study) throws InterruptedException {
        try (S3Client s3 = S3Client.builder()
                .endpointOverride(lab.emulator())
                .forcePathStyle(true)
                .region(Region.of(lab.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(lab.accessKeyId(), lab.secretAccessKey())))
                .build()) {
            s3.putObject(r -> r.bucket(Site.BUCKET).key("input/first/study.zip"), study);
            Instant end = Instant.now().plus(PATIENCE);
            while (Instant.now().isBefore(end)) {
                if (keys(s3, "inferred/first/").contains("inferred/first/study.zip")) {
                    return keys(s3, "results/first/");
                }
                assertEquals(List.of(), keys(s3, "failed/"));
                Thread.sleep(200);
            }
            throw new AssertionError("not inferred after " + PATIENCE);
        }
    }

    private static List<String> keys(S3Client s3, String prefix) {
        return s3.listObjectsV2(r -> r.bucket(Site.BUCKET).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }
}
