package io.jenkins.plugins.monai.steps;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Result;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.CpsFlowExecution;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** The controller goes down while a step for inference runs, which needs no key and goes on afterwards. */
class InferenceRestartJenkinsTest {

    /** Open to the end of this JVM, so that the controller that is taken to be dead does nothing more. */
    private final EmptyAccount account = new EmptyAccount();

    @RegisterExtension
    final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @Test
    void aRemovalGoesOnWhereItWasAndReturnsItsResult() throws Throwable {
        account.keepOneWaiting("notification");
        sessions.then(jenkins ->
                begin(jenkins, "def out = monaiRemoveInference " + access() + "; echo \"removed ${out.removed}\""));
        sessions.then(jenkins -> {
            WorkflowRun run = lastBuild(jenkins);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            jenkins.assertLogContains("removed 0", run);
            String log = JenkinsRule.getLog(run);
            assertFalse(
                    log.substring(log.indexOf("[monai] PREFLIGHT done") + 1).contains("[monai] PREFLIGHT done"),
                    "PREFLIGHT was not done again");
        });
    }

    @Test
    void aConfigurationGoesOnAndSaysWhatIsMissing() throws Throwable {
        account.keepOneWaiting("versioning");
        sessions.then(jenkins -> begin(
                jenkins,
                "monaiConfigureInference map: 'team/map:1', functionRole: 'monai-function', instanceProfile: 'monai', "
                        + access()));
        sessions.then(jenkins -> {
            WorkflowRun run = lastBuild(jenkins);
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
            jenkins.assertLogContains(
                    "ERROR: monaiConfigureInference: PREFLIGHT: There is no ECR repository 'team/map' in eu-west-1",
                    run);
            jenkins.assertLogNotContains("\tat ", run);
        });
    }

    private String access() {
        return "bucket: '" + EmptyAccount.BUCKET + "', region: 'eu-west-1', credentialsId: 'aws', endpoints: [aws: '"
                + account.url() + "']";
    }

    private static WorkflowRun lastBuild(JenkinsRule jenkins) {
        return jenkins.jenkins.getItemByFullName("inference", WorkflowJob.class).getLastBuild();
    }

    /** Returns when the build waits for the answer that does not come. */
    private void begin(JenkinsRule jenkins, String script) throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new AWSCredentialsImpl(CredentialsScope.GLOBAL, "aws", "AKIDEXAMPLE", "secret", null));
        SystemCredentialsProvider.getInstance().save();
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "inference");
        job.setDefinition(new CpsFlowDefinition("node { " + script + " }", true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        account.awaitTheOneThatWaits();
        assertFalse(((CpsFlowExecution) run.getExecution()).blocksRestart());
    }
}
