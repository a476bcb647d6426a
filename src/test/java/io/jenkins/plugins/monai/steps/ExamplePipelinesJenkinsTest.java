package io.jenkins.plugins.monai.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.lab.ExampleRepository;
import io.jenkins.plugins.monai.lab.Lab;
import io.jenkins.plugins.monai.lab.NeedsLab;
import io.jenkins.plugins.monai.page.OperationRecord;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The pipelines of docs/pipelines as they are there, in a configured Jenkins, against the laboratory. */
@WithJenkins
@NeedsLab
class ExamplePipelinesJenkinsTest {

    private JenkinsRule jenkins;
    private LabJenkinsSupport configured;

    @BeforeEach
    void start(JenkinsRule rule, Lab lab, @TempDir Path folder) throws Exception {
        jenkins = rule;
        configured = new LabJenkinsSupport(rule, lab, folder);
    }

    @AfterEach
    void close() {
        configured.close();
    }

    private WorkflowJob job(String name) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(
                new CpsScmFlowDefinition(configured.scm(), ExampleRepository.PIPELINES + name + ".Jenkinsfile"));
        return job;
    }

    private List<OperationRecord> green(String name) throws Exception {
        return configured.green(job(name).scheduleBuild2(0).waitForStart());
    }

    private static List<String> steps(List<OperationRecord> operations) {
        return operations.stream().map(OperationRecord::getStep).toList();
    }

    @Test
    void declarative() throws Exception {
        List<OperationRecord> operations = green("declarative");
        assertEquals(List.of("monaiBuildMap"), steps(operations));
        assertTrue(operations.get(0).getOutputs().get("imageDigest").startsWith("sha256:"));
    }

    @Test
    void matrix() throws Exception {
        List<OperationRecord> operations = green("matrix");
        assertEquals(List.of("monaiBuildMap", "monaiBuildMap"), steps(operations));
        assertEquals(
                2,
                operations.stream()
                        .map(o -> o.getOutputs().get("imageDigest"))
                        .distinct()
                        .count());
    }

    @Test
    void scriptedThenRemoved() throws Exception {
        List<OperationRecord> operations = green("scripted");
        assertEquals(List.of("monaiBuildMap", "monaiConfigureInference"), steps(operations));
        assertEquals(
                operations.get(0).getOutputs().get("imageDigest"),
                operations.get(1).getOutputs().get("imageDigest"));
        assertEquals(List.of("monaiRemoveInference"), steps(green("remove")));
    }

    @Test
    void approvalThenRemoved() throws Exception {
        WorkflowRun run = job("approval").scheduleBuild2(0).waitForStart();
        InputAction inputs = null;
        while (inputs == null || inputs.getExecutions().isEmpty()) {
            assertTrue(run.isBuilding(), () -> "the build ended before it asked");
            Thread.sleep(100);
            inputs = run.getAction(InputAction.class);
        }
        inputs.getExecutions().get(0).proceed(null);
        List<OperationRecord> operations = configured.green(run);
        assertEquals(List.of("monaiBuildMap", "monaiConfigureInference"), steps(operations));
        assertEquals(List.of("monaiRemoveInference"), steps(green("remove")));
    }
}
