package io.jenkins.plugins.monai.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.ToldLog;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestBuilder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The pages as a browser shows them. */
@WithJenkins
class BuildPageBrowserJenkinsTest {

    private static final String RUN = "0a1b-2c3d";
    private static final String TAB = "\uE004";
    private static final int PHONE = 390;

    private static final EngineLog NOWHERE = ToldLog.nowhere();

    private final CountDownLatch over = new CountDownLatch(1);
    private JenkinsRule jenkins;
    private Browser browser;
    private FreeStyleBuild build;

    private final class Blocking extends TestBuilder {
        @Override
        public boolean perform(AbstractBuild<?, ?> b, Launcher launcher, BuildListener listener)
                throws InterruptedException {
            over.await();
            return true;
        }
    }

    @BeforeEach
    void browser(JenkinsRule rule) throws Exception {
        jenkins = rule;
        browser = Browser.find().orElse(null);
        assumeTrue(browser != null, "no browser: install chromium and chromedriver (Debian: chromium-driver)");
        FreeStyleProject project = jenkins.createProject(FreeStyleProject.class, "job");
        project.getBuildersList().add(new Blocking());
        build = project.scheduleBuild2(0).waitForStart();
    }

    @AfterEach
    void close() throws Exception {
        over.countDown();
        if (browser != null) {
            jenkins.waitUntilNoActivity();
            browser.close();
        }
    }

    private OperationRecord record(String runId, SampleOperation operation) {
        OperationRecord record = DeployAction.of(build).record(runId, "monaiBuildMap", "apps/a", "us-east-1");
        record.follow(operation::snapshot);
        return record;
    }

    private void open(String path) throws Exception {
        browser.open(jenkins.getURL() + build.getUrl() + path);
    }

    private void finish(OperationRecord... records) throws Exception {
        for (OperationRecord record : records) {
            record.unfollow();
        }
        over.countDown();
        jenkins.waitForCompletion(build);
    }

    private static String state(int phase) {
        return "document.querySelectorAll('.monai-phase')[" + phase + "].dataset.state";
    }

    @Test
    void thePageMovesWithTheBuildAndStopsWithIt() throws Exception {
        SampleOperation operation = new SampleOperation(RUN).advanceUntilAfter("PREFLIGHT");
        OperationRecord record = record(RUN, operation);
        try (MachineLog log = new MachineLog(NOWHERE, build, RUN)) {
            open("monai-deploy/");
            browser.run("window.sameDocument = true");
            browser.await(state(1) + " === 'RUNNING'");
            browser.await(
                    "document.querySelector('.monai-phase[data-state=RUNNING] .monai-phase__duration').textContent");
            log.machine("first <line>");
            browser.await("document.querySelector('.monai-log').textContent === 'first <line>\\n'");
            operation.advanceUntilAfter("LAUNCH");
            browser.await(state(2) + " === 'RUNNING'");
            log.machine("second");
            browser.await("document.querySelector('.monai-log').textContent === 'first <line>\\nsecond\\n'");
            OperationRecord other = record("another", new SampleOperation("another").failIn("LAUNCH"));
            browser.await("document.querySelector('#monai-another .jenkins-alert-danger')");
            operation.advanceUntilAfter("CLEANUP");
            browser.await("document.querySelector('.monai-status__state').textContent.trim() === 'done'");
            browser.await("document.querySelectorAll('#monai-" + RUN + " .jenkins-copy-button').length === 3");
            finish(record, other);
            browser.await("document.querySelector('.monai-operations').dataset.running === 'false'");
        }
        assertTrue(browser.run("return window.sameDocument === true").asBoolean(), "without being loaded again");
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void aPageThatIsLoadedLateHasAllOfTheLog() throws Exception {
        OperationRecord record = record(RUN, new SampleOperation(RUN).advanceUntilAfter("CLEANUP"));
        try (MachineLog log = new MachineLog(NOWHERE, build, RUN)) {
            for (int i = 0; i < 100; i++) {
                log.machine("línia " + i);
            }
        }
        finish(record);
        open("monai-deploy/");
        browser.await("document.querySelector('.monai-log').textContent.endsWith('línia 99\\n')");
        assertTrue(browser.run("return document.querySelector('.monai-log').textContent.startsWith('línia 0\\n')")
                .asBoolean());
    }

    @Test
    void aPhoneShowsThePageWithoutScrollingSideways() throws Exception {
        finish(record(RUN, new SampleOperation(RUN).advanceUntilAfter("CLEANUP")));
        browser.width(PHONE);
        open("monai-deploy/");
        browser.await("document.readyState === 'complete'");
        assertTrue(browser.run("return document.documentElement.scrollWidth").asInt() <= PHONE);
    }

    @Test
    void theKeyboardReachesWhatThePageOffers() throws Exception {
        OperationRecord record = record(RUN, new SampleOperation(RUN).advanceUntilAfter("CLEANUP"));
        try (MachineLog log = new MachineLog(NOWHERE, build, RUN)) {
            log.machine("a line");
        }
        finish(record);
        open("monai-deploy/");
        browser.await("document.querySelector('.monai-log').textContent === 'a line\\n'");
        browser.run("document.querySelector('.jenkins-copy-button').focus()");
        browser.press(TAB);
        assertTrue(
                browser.run("return document.activeElement.matches('.jenkins-copy-button')")
                        .asBoolean(),
                "the next button");
        for (int i = 0; i < 20 && !isInLog(); i++) {
            browser.press(TAB);
        }
        assertTrue(isInLog(), "the log can be scrolled");
    }

    private boolean isInLog() throws Exception {
        return browser.run("return document.activeElement.matches('.monai-log')")
                .asBoolean();
    }

    @Test
    void theHistoryIsDrawn() throws Exception {
        SampleOperation operation = new SampleOperation(RUN).advanceUntilAfter("CLEANUP");
        finish(record(RUN, operation));
        for (int i = 0; i < 2; i++) {
            DeployAction.built(build, operation.snapshot(), operation.snapshot().getOutputs());
        }
        DeployAction.built(build, operation.snapshot(), Map.of());
        browser.open(jenkins.getURL() + build.getParent().getUrl() + "monai-maps/");
        browser.await("document.querySelectorAll('.monai-trend svg path').length > 10");
        String drawn = browser.run("return document.querySelector('.monai-trend svg').textContent")
                .asText();
        assertTrue(drawn.contains("Size (MB)") && drawn.contains("#1"), drawn);
        assertEquals(
                2,
                browser.run("return document.querySelectorAll('.monai-maps tbody tr').length")
                        .asInt());
        browser.width(PHONE);
        assertTrue(browser.run("return document.documentElement.scrollWidth").asInt() <= PHONE);
        assertEquals(List.of(), browser.complaints());
    }
}
