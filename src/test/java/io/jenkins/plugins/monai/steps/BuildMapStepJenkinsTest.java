package io.jenkins.plugins.monai.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Result;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.CpsFlowExecution;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class BuildMapStepJenkinsTest {

    private static final String GOOD = "app: 'app', repository: 'team/map', region: 'eu-west-1'";

    private JenkinsRule jenkins;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new AWSCredentialsImpl(CredentialsScope.GLOBAL, "aws", "AKIDEXAMPLE", "never-in-a-log", null));
    }

    private WorkflowRun build(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private WorkflowRun failed(String script) throws Exception {
        return jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build(script)));
    }

    @Test
    void theFormKeepsWhatItIsGiven() throws Exception {
        BuildMapStep step = new BuildMapStep("app", "team/map");
        step.setRegion("eu-west-1");
        step.setCredentialsId("aws");
        step.setModels(List.of("models/a", "models/b"));
        step.setTags(List.of("1.0", "latest"));
        step.setGpu(false);
        step.setInstanceTypes(List.of("g5.xlarge", "g4dn.xlarge"));
        step.setVolumeGiB(150);
        step.setPrivateAddress(true);
        BuildMapStep kept = new StepConfigTester(jenkins).configRoundTrip(step);
        jenkins.assertEqualDataBoundBeans(step, kept);
        assertEquals(List.of("models/a", "models/b"), kept.getModels());
        assertEquals(150, kept.getVolumeGiB());
    }

    @Test
    void whatIsLeftEmptyStaysUnset() throws Exception {
        BuildMapStep kept = new StepConfigTester(jenkins).configRoundTrip(new BuildMapStep("app", "team/map"));
        assertNull(kept.getModels());
        assertNull(kept.getGpu());
        assertNull(kept.getVolumeGiB());
        assertNull(kept.getRegion());
    }

    @Test
    void theSnippetIsShort() throws Exception {
        BuildMapStep kept = new StepConfigTester(jenkins).configRoundTrip(new BuildMapStep("app", "team/map"));
        assertEquals("monaiBuildMap app: 'app', repository: 'team/map'", Snippetizer.object2Groovy(kept));
    }

    @Test
    void aMissingParameterIsNamed() throws Exception {
        WorkflowRun run = failed("node { monaiBuildMap repository: 'team/map', region: 'eu-west-1' }");
        jenkins.assertLogContains("ERROR: monaiBuildMap: 'app' is missing", run);
    }

    @Test
    void theRegionMayComeFromTheEnvironment() throws Exception {
        jenkins.assertLogContains(
                "ERROR: monaiBuildMap: 'region' is missing",
                failed("node { monaiBuildMap app: 'app', repository: 'team/map', credentialsId: 'none' }"));
        jenkins.assertLogContains(
                "There are no AWS credentials 'none'",
                failed("node { withEnv(['AWS_REGION=eu-west-1']) {"
                        + " monaiBuildMap app: 'app', repository: 'team/map', credentialsId: 'none' } }"));
    }

    @Test
    void credentialsThatAreNotThereAreNamed() throws Exception {
        WorkflowRun run = failed("node { monaiBuildMap " + GOOD + ", credentialsId: 'other' }");
        jenkins.assertLogContains("There are no AWS credentials 'other' that this job may use", run);
    }

    @Test
    void anEndpointNobodyAnswersAtEndsTheBuildAfterItsCleanup() throws Exception {
        int port;
        try (ServerSocket closed = loopback()) {
            port = closed.getLocalPort();
        }
        WorkflowRun run = failed("node { " + application() + "monaiBuildMap " + GOOD
                + ", credentialsId: 'aws', endpoints: [aws: 'http://127.0.0.1:" + port + "'] }");
        jenkins.assertLogContains("[monai] FAILED PREFLIGHT", run);
        jenkins.assertLogContains("[monai] CLEANUP done", run);
        jenkins.assertLogContains("ERROR: monaiBuildMap: PREFLIGHT: ", run);
        jenkins.assertLogNotContains("\tat ", run);
    }

    @Test
    void aBuildThatIsStoppedIsAborted() throws Exception {
        try (ServerSocket silent = loopback()) {
            WorkflowRun run = build("node { " + application() + "monaiBuildMap " + GOOD
                    + ", credentialsId: 'aws', endpoints: [aws: 'http://127.0.0.1:" + silent.getLocalPort() + "'] }");
            silent.accept();
            assertTrue(((CpsFlowExecution) run.getExecution()).blocksRestart());
            run.getExecutor().interrupt();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("[monai] CLEANUP done", run);
        }
    }

    @Test
    void nothingSecretIsKept() throws Exception {
        try (ServerSocket silent = loopback()) {
            WorkflowRun run = build("node { " + application() + "monaiBuildMap " + GOOD
                    + ", credentialsId: 'aws', endpoints: [aws: 'http://127.0.0.1:" + silent.getLocalPort() + "'] }");
            silent.accept();
            run.save();
            List<File> kept;
            try (Stream<Path> files = Files.walk(run.getRootDir().toPath())) {
                kept = files.filter(Files::isRegularFile).map(Path::toFile).toList();
            }
            assertTrue(kept.stream().anyMatch(f -> f.getParentFile().getName().equals("monai-deploy")));
            for (File file : kept) {
                String content = Files.readString(file.toPath(), StandardCharsets.ISO_8859_1);
                assertFalse(content.contains("never-in-a-log"), file.getName());
                assertFalse(content.contains("PRIVATE KEY"), file.getName());
            }
            run.getExecutor().interrupt();
            jenkins.waitForCompletion(run);
        }
    }

    private static ServerSocket loopback() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static String application() {
        return "writeFile file: 'app/__main__.py', text: 'print(1)'\n"
                + "writeFile file: 'app/app.yaml', text: 'application: {title: T, version: 1.0.0, inputFormats: [file],"
                + " outputFormats: [file]}'\n";
    }
}
