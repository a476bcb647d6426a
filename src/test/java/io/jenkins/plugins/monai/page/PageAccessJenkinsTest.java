package io.jenkins.plugins.monai.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Who sees what the plugin did, and who may remove what a run has left: see docs/data-protection.md. */
@WithJenkins
class PageAccessJenkinsTest {

    private static final String RUN = "0a1b-2c3d";
    private static final List<String> ADDRESSES = List.of(
            "job/job/1/monai-deploy/",
            "job/job/1/monai-deploy/api/json",
            "job/job/1/monai-deploy/operation/" + RUN + "/logText/progressText?start=0",
            "job/job/monai-maps/");

    private JenkinsRule jenkins;
    private FreeStyleBuild build;

    @BeforeEach
    void build(JenkinsRule rule) throws Exception {
        jenkins = rule;
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .toEveryone()
                .grant(Item.READ)
                .everywhere()
                .to("reader", "extended", "canceller")
                .grant(Item.EXTENDED_READ)
                .everywhere()
                .to("extended")
                .grant(Item.CANCEL)
                .everywhere()
                .to("canceller"));
        FreeStyleProject job = jenkins.createProject(FreeStyleProject.class, "job");
        build = jenkins.buildAndAssertSuccess(job);
        Path folder = Files.createDirectories(DeployAction.folder(build).toPath());
        Files.writeString(folder.resolve(RUN + ".log"), "a line of the machine\n", StandardCharsets.UTF_8);
        SampleOperation operation = new SampleOperation(RUN).advanceUntilAfter("CLEANUP");
        OperationRecord record = DeployAction.of(build).record(RUN, "monaiBuildMap", "app", "us-east-1");
        record.follow(operation::snapshot);
        record.unfollow();
        DeployAction.built(build, operation.snapshot(), operation.snapshot().getOutputs());
        build.save();
    }

    private JenkinsRule.WebClient as(String user) throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        return user == null ? client : client.login(user);
    }

    private int status(String user, String address) throws Exception {
        return as(user).goTo(address, null).getWebResponse().getStatusCode();
    }

    @Test
    void whoMayNotReadTheJobSeesNothing() throws Exception {
        for (String address : ADDRESSES) {
            assertNotEquals(200, status(null, address), address);
            assertNotEquals(200, status("stranger", address), address);
        }
    }

    /** All of it stands in the build's own log as well, which Job/Read shows. */
    @Test
    void whoMayReadTheJobSeesWhatItsLogTellsToo() throws Exception {
        for (String user : List.of("reader", "extended")) {
            for (String address : ADDRESSES) {
                assertEquals(200, status(user, address), user + " " + address);
            }
        }
    }

    private void cutOff() throws Exception {
        OperationRecord record = DeployAction.of(build).record("cut-off", "monaiBuildMap", "app", "us-east-1");
        record.follow(new SampleOperation("cut-off").advanceUntilAfter("LAUNCH")::snapshot);
        record.unfollow();
        Files.writeString(DeployAction.taskFile(build, "cut-off").toPath(), "<no-task/>");
        build.save();
    }

    @Test
    void aRunThatWasCutOffSaysWhatItMayHaveLeft() throws Exception {
        cutOff();
        HtmlPage page = (HtmlPage) as("canceller").goTo(ADDRESSES.get(0));
        String text = page.asNormalizedText();
        assertTrue(text.contains("The controller ended while VERIFY was at work"), text);
        assertTrue(text.contains("The machine i-0123456789abcdef0 may still run"), text);
        assertTrue(text.contains("monai-deploy:run=cut-off"), text);
        assertTrue(text.contains("If it still runs"), text);
        assertEquals(
                "CUT_OFF",
                page.querySelectorAll("#monai-cut-off .monai-phase")
                        .get(2)
                        .getAttributes()
                        .getNamedItem("data-state")
                        .getNodeValue());
        JSONObject api = as("canceller")
                .getJSON("job/job/1/monai-deploy/api/json?depth=3")
                .getJSONObject();
        JSONObject cutOff = api.getJSONArray("operations").getJSONObject(1);
        assertEquals("cut-off", cutOff.getString("runId"));
        assertFalse(api.getBoolean("running"));
        assertFalse(cutOff.getJSONObject("cost").getBoolean("running"), cutOff.toString());
        assertTrue(cutOff.getJSONObject("cost").getBoolean("uncertain"), cutOff.toString());
    }

    @Test
    void theButtonIsForWhoMayCancel() throws Exception {
        cutOff();
        assertTrue(((HtmlPage) as("canceller").goTo(ADDRESSES.get(0)))
                .asNormalizedText()
                .contains("Remove what is left"));
        assertFalse(((HtmlPage) as("reader").goTo(ADDRESSES.get(0)))
                .asNormalizedText()
                .contains("Remove what is left"));
    }

    private int remove(String user, String runId, HttpMethod method) throws Exception {
        JenkinsRule.WebClient client = as(user);
        WebRequest request =
                new WebRequest(client.createCrumbedUrl("job/job/1/monai-deploy-removal/remove?runId=" + runId), method);
        return client.getPage(request).getWebResponse().getStatusCode();
    }

    @Test
    void theRemovalIsForWhoMayCancel() throws Exception {
        cutOff();
        assertEquals(403, remove("reader", "cut-off", HttpMethod.POST));
        assertEquals(403, remove("extended", "cut-off", HttpMethod.POST));
        assertEquals(404, remove("canceller", "another", HttpMethod.POST));
        assertEquals(404, remove("canceller", RUN, HttpMethod.POST), "nothing of it is left");
        assertNotEquals(200, remove("canceller", "cut-off", HttpMethod.GET), "a link must not remove anything");
        assertEquals(200, remove("canceller", "cut-off", HttpMethod.POST), "and back on the page");
    }
}
