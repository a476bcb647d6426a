package io.jenkins.plugins.monai.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.XmlFile;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapState;
import io.jenkins.plugins.monai.engine.operation.PhaseRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * What the first version has written is still read. The samples are of a genuine run and are never written anew: a field
 * that is added later is missing in them, as it is in the builds of those who upgrade.
 */
@WithJenkins
class OldRecordJenkinsTest {

    @TempDir
    Path folder;

    private static String sample(String name) throws IOException {
        try (InputStream in = OldRecordJenkinsTest.class.getResourceAsStream("old-record/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static FreeStyleBuild load(JenkinsRule jenkins, String record) throws IOException {
        FreeStyleProject project = jenkins.createProject(FreeStyleProject.class, "job");
        Path build = Files.createDirectories(project.getBuildDir().toPath().resolve("1"));
        Files.writeString(build.resolve("build.xml"), record);
        project._getRuns().purgeCache();
        FreeStyleBuild loaded = project.getBuildByNumber(1);
        assertNotNull(loaded, "the build is not read");
        return loaded;
    }

    @Test
    void aBuildOfTheFirstVersionIsShown(JenkinsRule jenkins) throws Exception {
        FreeStyleBuild build = load(jenkins, sample("build.xml"));
        List<OperationView> operations = build.getAction(DeployAction.class).getOperations();
        assertEquals(
                List.of(OperationView.State.SUCCEEDED, OperationView.State.FAILED),
                operations.stream().map(OperationView::getState).toList());
        OperationView good = operations.get(0);
        assertEquals("monaiBuildMap", good.getStep());
        assertTrue(good.getOutputs().get("imageDigest").startsWith("sha256:"));
        assertEquals(10, good.getPhases().size());
        assertEquals(3, good.getCleanup().size());
        assertEquals(0, good.getVerification().getErrors());
        assertTrue(good.getCost().getUsdAtMost() > 1);
        assertEquals("PREFLIGHT", operations.get(1).getFailure().getPhase());
        HtmlPage page = jenkins.createWebClient().getPage(build, "monai-deploy/");
        assertEquals(2, page.querySelectorAll(".monai-operation").size());
    }

    /** Before the first release records had the outputs alone; a failure before the first phase has no more today. */
    @ParameterizedTest
    @ValueSource(strings = {"snapshot", "outputs"})
    void aRecordWithoutAFieldIsShown(String field, JenkinsRule jenkins) throws Exception {
        String without = sample("build.xml").replaceAll("(?s)\n {10}<" + field + ">.*?\n {10}</" + field + ">", "");
        FreeStyleBuild build = load(jenkins, without);
        HtmlPage page = jenkins.createWebClient().getPage(build, "monai-deploy/");
        assertEquals(2, page.querySelectorAll(".monai-operation").size());
        assertTrue(page.asNormalizedText().contains("sha256:"), page.asNormalizedText());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStateOfTheFirstVersionIsReadToBeTakenUp(boolean complete) throws Exception {
        String state = sample("state.xml");
        Path file = folder.resolve("state.xml");
        Files.writeString(file, complete ? state : state.replaceAll("(?s)<cleanup>.*?</cleanup>", ""));
        BuildMapState read = (BuildMapState) new XmlFile(file.toFile()).read();
        assertTrue(read.isFinished());
        assertEquals(
                "CLEANUP",
                read.getPhases().stream()
                        .map(PhaseRecord::getName)
                        .reduce((a, b) -> b)
                        .orElseThrow());
        assertTrue(read.machine().instanceId().startsWith("i-"));
        assertEquals(complete ? 3 : 0, read.cleanup().entries().size());
    }
}
