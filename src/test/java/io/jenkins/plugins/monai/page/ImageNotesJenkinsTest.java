package io.jenkins.plugins.monai.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.util.Map;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What Jenkins itself is told of an image. */
@WithJenkins
class ImageNotesJenkinsTest {

    private static final Map<String, String> USED =
            Map.of("imageUri", SampleOperation.IMAGE, "imageDigest", SampleOperation.DIGEST);
    private static final String DESCRIPTION = "team/map:1.0 (sha256:abababababab)";

    private JenkinsRule jenkins;
    private FreeStyleBuild made;
    private FreeStyleBuild run;

    @BeforeEach
    void builds(JenkinsRule rule) throws Exception {
        jenkins = rule;
        made = jenkins.buildAndAssertSuccess(jenkins.createProject(FreeStyleProject.class, "map"));
        run = jenkins.buildAndAssertSuccess(jenkins.createProject(FreeStyleProject.class, "inference"));
    }

    private static void note(Run<?, ?> build, String runId, Map<String, String> outputs) throws Exception {
        SampleOperation operation = new SampleOperation(runId).advanceUntilAfter("CLEANUP");
        OperationRecord record = DeployAction.of(build).record(runId, "monaiBuildMap", "app", "us-east-1");
        record.follow(operation::snapshot);
        record.unfollow();
        DeployAction.built(
                build,
                operation.snapshot(),
                outputs == null ? operation.snapshot().getOutputs() : outputs);
        build.save();
    }

    @Test
    void eachSideLeadsToTheOther() throws Exception {
        note(made, "1", null);
        note(run, "2", USED);
        JenkinsRule.WebClient client = jenkins.createWebClient();
        HtmlPage maker = client.getPage(made, "monai-deploy/");
        assertTrue(maker.asNormalizedText().contains("Used by inference #1"), maker.asNormalizedText());
        HtmlPage user = client.getPage(run);
        HtmlPage there = user.getAnchorByText("map #1").click();
        assertEquals(made.getUrl(), there.getUrl().getPath().replaceFirst("^/jenkins/", ""));
        HtmlPage fingerprint = client.getPage(run, "fingerprints/");
        assertTrue(fingerprint.asNormalizedText().contains("team/map:1.0"), fingerprint.asNormalizedText());
    }

    @Test
    void anImageFromElsewhereHasNoMaker() throws Exception {
        note(run, "2", USED);
        ImageBuilds builds = ImageBuilds.of(SampleOperation.DIGEST);
        assertNull(builds.getMaker());
        assertEquals("inference", builds.getUsers().get(0).getJob());
        assertNull(ImageBuilds.of("sha256:" + "0".repeat(64)));
        assertNull(run.getDescription(), "it made nothing");
    }

    @Test
    void whoMayNotReadAJobDoesNotLearnOfItsBuilds() throws Exception {
        note(made, "1", null);
        note(run, "2", USED);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .toEveryone()
                .grant(Item.READ)
                .onItems(run.getParent())
                .to("reader")
                .grant(Item.DISCOVER)
                .onItems(made.getParent())
                .to("reader"));
        try (ACLContext ignored = ACL.as(User.getById("reader", true))) {
            ImageBuilds builds = ImageBuilds.of(SampleOperation.DIGEST);
            assertNull(builds.getMaker());
            assertEquals(1, builds.getUsers().size());
        }
    }

    @Test
    void aDescriptionIsWrittenOnceAndNeverOverAPersons() throws Exception {
        note(made, "1", null);
        note(made, "1", null);
        assertEquals(DESCRIPTION, made.getDescription());
        made.setDescription("approved");
        note(made, "2", null);
        assertEquals("approved", made.getDescription());
        made.setDescription("");
        note(made, "3", null);
        assertEquals("", made.getDescription());
    }
}
