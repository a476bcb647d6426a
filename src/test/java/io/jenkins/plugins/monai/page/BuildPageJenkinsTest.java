package io.jenkins.plugins.monai.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.ToldLog;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import jenkins.model.Jenkins;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.Page;
import org.htmlunit.html.DomAttr;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class BuildPageJenkinsTest {

    private static final String RUN = "0a1b-2c3d";

    private static final EngineLog NOWHERE = ToldLog.nowhere();

    private JenkinsRule jenkins;
    private FreeStyleBuild build;

    @BeforeEach
    void build(JenkinsRule rule) throws Exception {
        jenkins = rule;
        build = jenkins.buildAndAssertSuccess(jenkins.createProject(FreeStyleProject.class, "job"));
    }

    private OperationRecord record(SampleOperation operation) {
        OperationRecord record = DeployAction.of(build).record(RUN, "monaiBuildMap", "apps/<app>", "us-east-1");
        record.follow(operation::snapshot);
        return record;
    }

    private void over(SampleOperation operation) throws Exception {
        OperationRecord record = record(operation);
        record.succeeded(operation.snapshot().getOutputs());
        record.unfollow();
        build.save();
    }

    private HtmlPage page() throws Exception {
        return jenkins.createWebClient().getPage(build, "monai-deploy/");
    }

    private static String text(HtmlPage page, String selector) {
        return page.querySelector(selector).getTextContent().strip().replaceAll("\\s+", " ");
    }

    @Test
    void theBuildsPageHasASummaryThatLeadsToThePage() throws Exception {
        over(new SampleOperation(RUN).advanceUntilAfter("CLEANUP"));
        HtmlPage page = jenkins.createWebClient().getPage(build);
        String content = page.asNormalizedText();
        assertTrue(content.contains("apps/<app>: done"), content);
        assertTrue(content.contains(SampleOperation.IMAGE), content);
        assertTrue(content.contains("1 errors, 1 warnings, 1 notes"), content);
        HtmlPage own = page.getAnchorByText("monaiBuildMap").click();
        assertTrue(
                own.getUrl().getPath().endsWith("/job/job/1/monai-deploy/"),
                own.getUrl().toString());
    }

    @Test
    void thePageShowsWhatTheOperationCameTo() throws Exception {
        over(new SampleOperation(RUN).advanceUntilAfter("CLEANUP"));
        HtmlPage page = page();
        assertEquals("done", text(page, ".monai-status__state"));
        List<String> phases = page.querySelectorAll(".monai-phase").stream()
                .map(p -> ((DomElement) p).getAttribute("data-state"))
                .toList();
        assertEquals(List.of("DONE", "DONE", "DONE", "DONE"), phases);
        String outputs = text(page, ".monai-outputs");
        assertTrue(outputs.contains("Digest") && outputs.contains(SampleOperation.DIGEST), outputs);
        assertEquals(
                3,
                page.querySelectorAll(".monai-outputs .jenkins-copy-button").size(),
                "a button to copy the URI, the digest and the machine's id");
        assertTrue(outputs.contains("Size1.23 GB"), outputs);
        String findings = text(page, ".monai-severity[data-level='ERROR']");
        assertEquals("ERROR", findings);
        assertTrue(
                page.asNormalizedText().contains("security group\tsg-1\tleft: still in use"), page.asNormalizedText());
        assertTrue(
                page.getAnchorByHref("https://us-east-1.console.aws.amazon.com/ecr/repositories/private/123456789012/"
                                + "team/map/_/image/sha256%3A" + "ab".repeat(32) + "/details?region=us-east-1")
                        .getRelAttribute()
                        .contains("noopener"));
        assertTrue(text(page, ".monai-cost").contains("USD"));
        assertEquals(
                "false", page.<HtmlElement>querySelector(".monai-operations").getAttribute("data-running"));
    }

    @Test
    void whatComesFromOutsideIsShownAsText() throws Exception {
        over(new SampleOperation(RUN).failIn("LAUNCH"));
        HtmlPage page = page();
        assertEquals("failed", text(page, ".monai-status__state"));
        assertEquals("LAUNCH: <b>it</b> broke.", text(page, ".jenkins-alert-danger strong"));
        assertEquals("Mend <it>.", text(page, ".jenkins-alert-danger div"));
        assertEquals("a <change>", text(page, ".monai-list"));
        assertEquals(
                List.of("DONE", "FAILED", "SKIPPED", "DONE"),
                page.querySelectorAll(".monai-phase").stream()
                        .map(p -> ((DomElement) p).getAttribute("data-state"))
                        .toList());
    }

    @Test
    void aRunningOperationSaysWhatItWaitsFor() throws Exception {
        record(new SampleOperation(RUN).advanceUntilAfter("PREFLIGHT"));
        HtmlPage page = page();
        assertEquals("running", text(page, ".monai-status__state"));
        assertEquals("the <machine>", text(page, ".monai-waiting__for"));
        assertEquals(
                List.of("DONE", "RUNNING", "PENDING", "PENDING"),
                page.querySelectorAll(".monai-phase").stream()
                        .map(p -> ((DomElement) p).getAttribute("data-state"))
                        .toList());
    }

    @Test
    void anOperationThatNobodyDrivesIsNotSaidToRun() throws Exception {
        record(new SampleOperation(RUN).advanceUntilAfter("PREFLIGHT")).unfollow();
        HtmlPage page = page();
        assertEquals("cut off", text(page, ".monai-status__state"));
        assertTrue(page.asNormalizedText().contains("was not taken up again"), page.asNormalizedText());
    }

    @Test
    void thePartsThatThePageAsksForAreThere() throws Exception {
        SampleOperation operation = new SampleOperation(RUN).advanceUntilAfter("PREFLIGHT");
        record(operation);
        JenkinsRule.WebClient client = jenkins.createWebClient();
        client.getOptions().setJavaScriptEnabled(false);
        String own = build.getUrl() + "monai-deploy/operation/" + RUN + "/";
        String body = client.goTo(own + "newBody").getWebResponse().getContentAsString();
        assertTrue(body.contains("monai-timeline") && !body.contains("<section"), body);
        String section = client.goTo(own + "newSection").getWebResponse().getContentAsString();
        assertTrue(section.contains("<section") && section.contains("id=\"monai-" + RUN + "\""), section);
        String before = revision();
        assertEquals(before, revision(), "nothing has changed");
        operation.advanceUntilAfter("LAUNCH");
        assertFalse(before.equals(revision()), "a phase has ended");
        client.assertFails(build.getUrl() + "monai-deploy/operation/other/newBody", 404);
    }

    private String revision() {
        return DeployAction.of(build).getOperation(RUN).getRevision();
    }

    @Test
    void theApiHasTheSame() throws Exception {
        over(new SampleOperation(RUN).advanceUntilAfter("CLEANUP"));
        JSONObject answer =
                jenkins.getJSON(build.getUrl() + "monai-deploy/api/json").getJSONObject();
        assertFalse(answer.getBoolean("running"));
        JSONArray operations = answer.getJSONArray("operations");
        JSONObject operation = operations.getJSONObject(0);
        assertEquals("SUCCEEDED", operation.getString("state"));
        assertEquals("monaiBuildMap", operation.getString("step"));
        assertEquals(SampleOperation.DIGEST, operation.getJSONObject("outputs").getString("imageDigest"));
        assertEquals(4, operation.getJSONArray("phases").size());
        assertEquals("DONE", operation.getJSONArray("phases").getJSONObject(0).getString("state"));
        assertEquals(
                "ERROR",
                operation
                        .getJSONObject("verification")
                        .getJSONArray("findings")
                        .getJSONObject(0)
                        .getString("level"));
        assertEquals(
                "i-0123456789abcdef0",
                operation.getJSONArray("cleanup").getJSONObject(0).getString("id"));
        assertTrue(operation.getJSONObject("cost").getDouble("usdAtMost") > 1);
        JSONObject inBuild = jenkins.getJSON(build.getUrl() + "api/json?tree=actions[operations[runId]]")
                .getJSONObject();
        assertTrue(inBuild.toString().contains(RUN), inBuild.toString());
    }

    @Test
    void theLogIsReadByOffset() throws Exception {
        record(new SampleOperation(RUN).advanceUntilAfter("PREFLIGHT"));
        try (MachineLog log = new MachineLog(NOWHERE, build, RUN)) {
            log.machine("första");
            log.line("not of the machine");
            log.machine("<b>second</b>");
            Page first = log(0);
            assertEquals("första\r\n<b>second</b>\r\n", first.getWebResponse().getContentAsString());
            assertEquals("text/plain", first.getWebResponse().getContentType());
            String offset = first.getWebResponse().getResponseHeaderValue("X-Text-Size");
            assertEquals("22", offset);
            log.machine("third");
            assertEquals("third\r\n", log(22).getWebResponse().getContentAsString());
        }
    }

    private Page log(long offset) throws Exception {
        return jenkins.createWebClient()
                .goTo(
                        build.getUrl() + "monai-deploy/operation/" + RUN + "/logText/progressText?start=" + offset,
                        "text/plain");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "api/json", "operation/" + RUN + "/newBody", "operation/" + RUN + "/logText/progressText"})
    void whoMayNotReadTheJobLearnsNothing(String path) throws Exception {
        over(new SampleOperation(RUN).advanceUntilAfter("CLEANUP"));
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .toEveryone()
                .grant(Item.READ)
                .everywhere()
                .to("reader"));
        String url = build.getUrl() + "monai-deploy/" + path;
        jenkins.createWebClient().assertFails(url, 404);
        JenkinsRule.WebClient reader = jenkins.createWebClient().login("reader");
        reader.getOptions().setJavaScriptEnabled(false);
        assertEquals(
                200,
                reader.getPage(reader.getContextPath() + url).getWebResponse().getStatusCode());
    }

    /** As the content security policy of Jenkins wants it. */
    @Test
    void thePageHasNoScriptOrStyleInline() throws Exception {
        over(new SampleOperation(RUN).advanceUntilAfter("CLEANUP"));
        HtmlPage page = page();
        HtmlElement main = page.querySelector("#main-panel");
        List<String> inline = StreamSupport.stream(
                        main.getHtmlElementDescendants().spliterator(), false)
                .flatMap(e -> e.getAttributesMap().values().stream())
                .map(DomAttr::getName)
                .filter(name -> name.startsWith("on") || name.equals("style"))
                .toList();
        assertEquals(List.of(), inline);
        assertTrue(main.getElementsByTagName("script").stream().allMatch(s -> s.hasAttribute("src")), main.asXml());
        assertTrue(main.getElementsByTagName("style").isEmpty(), main.asXml());
    }

    @Test
    void theRecordIsReadBackAsItWasWritten() throws Exception {
        over(new SampleOperation(RUN).advanceUntilAfter("CLEANUP"));
        String before = jenkins.getJSON(build.getUrl() + "monai-deploy/api/json?depth=4")
                .getContentAsString();
        build.getProject()._getRuns().purgeCache();
        FreeStyleBuild read = build.getProject().getBuildByNumber(1);
        assertNotSame(build, read);
        build = read;
        assertNull(build.getAction(DeployAction.class)
                .records()
                .get(0)
                .snapshot()
                .orElseThrow()
                .getWaitingFor());
        assertEquals(
                withoutClock(before),
                withoutClock(jenkins.getJSON(build.getUrl() + "monai-deploy/api/json?depth=4")
                        .getContentAsString()));
        String written = Run.XSTREAM2.toXML(DeployAction.of(build));
        assertEquals(written, Run.XSTREAM2.toXML(Run.XSTREAM2.fromXML(written)));
    }

    /** The machine of the sample never ends, and costs more from one look to the next. */
    private static String withoutClock(String json) {
        return json.replaceAll("\"(usdSoFar|now)\":[^,}]*", "");
    }

    @Test
    void whatWasBuiltIsInTheJobsHistory() throws Exception {
        assertFalse(
                jenkins.createWebClient().getPage(build.getProject()).asXml().contains("monai-maps"));
        SampleOperation operation = new SampleOperation(RUN).advanceUntilAfter("CLEANUP");
        DeployAction.built(build, operation.snapshot(), operation.snapshot().getOutputs());
        DeployAction.built(build, operation.snapshot(), Map.of("functionArn", "builds no MAP"));
        HtmlPage job = jenkins.createWebClient().getPage(build.getProject());
        HtmlPage history = job.getAnchorByText("MONAI MAPs").click();
        List<String> rows = history.querySelectorAll(".monai-maps tbody tr").stream()
                .map(r -> r.getTextContent().strip().replaceAll("\\s+", " "))
                .toList();
        assertEquals(1, rows.size(), rows.toString());
        assertTrue(
                rows.get(0).startsWith("#1") && rows.get(0).contains("team/map:1.0sha256:abababababab"), rows.get(0));
        assertTrue(rows.get(0).contains("1.23 GB"), rows.get(0));
        JSONObject map = jenkins.getJSON(build.getProject().getUrl() + "monai-maps/api/json")
                .getJSONObject()
                .getJSONArray("maps")
                .getJSONObject(0);
        assertEquals(SampleOperation.DIGEST, map.getString("digest"));
        assertEquals(1234567890, map.getLong("sizeBytes"));
        build.delete();
        assertTrue(new MapHistoryAction(build.getProject()).getMaps().isEmpty(), "a deleted build shows nothing");
    }
}
