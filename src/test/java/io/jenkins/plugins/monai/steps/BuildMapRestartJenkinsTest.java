package io.jenkins.plugins.monai.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Result;
import io.jenkins.plugins.monai.execution.NoPauses;
import java.io.Closeable;
import java.io.File;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** The controller goes down while a step runs, and another process takes the build up. */
class BuildMapRestartJenkinsTest {

    /** Open to the end of this JVM, so that the controller that is taken to be dead does nothing more. */
    private static final List<Closeable> OPEN = new ArrayList<>();

    private static final String KEY_IS_GONE =
            "which was kept before the restart of the controller, cannot be read: it is not there";

    @RegisterExtension
    final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @Test
    void pastItsKeyABuildFailsAndCleansUp() throws Throwable {
        Path[] state = new Path[1];
        sessions.then(jenkins -> state[0] = begin(jenkins));
        // As it would be written by a controller that dies while the machine is waited for.
        String preflight = Files.readString(state[0]);
        String saved = preflight
                .replaceFirst("<endMillis>0</endMillis>", "<endMillis>1</endMillis>")
                .replaceFirst(
                        "(?s)(.*</\\S*PhaseRecord>)",
                        "$1" + record("KEY", 1) + record("LAUNCH", 1) + record("UPLOAD", 0));
        Files.writeString(state[0], saved);
        sessions.then(jenkins -> {
            WorkflowRun run =
                    jenkins.jenkins.getItemByFullName("map", WorkflowJob.class).getLastBuild();
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
            jenkins.assertLogContains(KEY_IS_GONE, run);
            jenkins.assertLogContains("[monai] CLEANUP done", run);
        });
    }

    @Test
    void whatCannotBeTakenUpIsNamed() throws Throwable {
        Path[] state = new Path[1];
        sessions.then(jenkins -> state[0] = begin(jenkins));
        Files.writeString(state[0], "<broken");
        try (NoPauses none = new NoPauses()) {
            sessions.then(jenkins -> {
                WorkflowRun run = jenkins.jenkins
                        .getItemByFullName("map", WorkflowJob.class)
                        .getLastBuild();
                jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
                String runId = state[0].getFileName().toString().replace(".xml", "");
                jenkins.assertLogContains("monai-deploy:run=" + runId, run);
            });
        }
    }

    private static String record(String phase, long end) {
        return "<io.jenkins.plugins.monai.engine.operation.PhaseRecord><name>" + phase
                + "</name><startMillis>1</startMillis>"
                + "<endMillis>" + end + "</endMillis><failed>false</failed>"
                + "</io.jenkins.plugins.monai.engine.operation.PhaseRecord>";
    }

    /** A build that hangs in its first call to AWS; answers where its state is kept. */
    private static Path begin(JenkinsRule jenkins) throws Exception {
        ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        OPEN.add(silent);
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new AWSCredentialsImpl(CredentialsScope.GLOBAL, "aws", "AKIDEXAMPLE", "secret", null));
        SystemCredentialsProvider.getInstance().save();
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "map");
        job.setDefinition(new CpsFlowDefinition("""
                node {
                  writeFile file: 'app/__main__.py', text: 'print(1)'
                  writeFile file: 'app/app.yaml', text: 'application: {title: T, version: 1.0.0, inputFormats: [file], outputFormats: [file]}'
                  monaiBuildMap app: 'app', repository: 'team/map', region: 'eu-west-1', credentialsId: 'aws',
                    endpoints: [aws: 'http://127.0.0.1:%d']
                }
                """.formatted(silent.getLocalPort()), true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        OPEN.add(silent.accept());
        File[] states = new File(run.getRootDir(), "monai-deploy")
                .listFiles((folder, name) -> name.matches("[0-9a-f-]{36}\\.xml"));
        assertEquals(1, states.length);
        return states[0].toPath();
    }
}
