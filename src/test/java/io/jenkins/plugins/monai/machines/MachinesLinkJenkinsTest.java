package io.jenkins.plugins.monai.machines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.security.AuthorizationStrategy;
import io.jenkins.plugins.monai.config.AwsProfile;
import io.jenkins.plugins.monai.config.MonaiDeployConfiguration;
import io.jenkins.plugins.monai.config.ReaperMode;
import java.net.URL;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What the page shows, to whom, and what its button does. */
@WithJenkins
class MachinesLinkJenkinsTest {

    private JenkinsRule jenkins;
    private LeftAccount account;

    @BeforeEach
    void start(JenkinsRule rule) {
        jenkins = rule;
        account = new LeftAccount(rule.jenkins.getLegacyInstanceId());
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new AWSCredentialsImpl(CredentialsScope.SYSTEM, "aws", "AKIDEXAMPLE", "secret", null));
        AwsProfile broken = account.profile("broken", "not-there");
        MonaiDeployConfiguration.get().setProfiles(List.of(broken, account.profile("hospital", "aws")));
        rule.jenkins.setSecurityRealm(rule.createDummySecurityRealm());
        rule.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Jenkins.SYSTEM_READ)
                .everywhere()
                .to("auditor")
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader"));
    }

    @AfterEach
    void stop() {
        account.close();
    }

    private void look(ReaperMode mode) throws InterruptedException {
        MonaiDeployConfiguration.get().setReaper(mode);
        ReaperWork.LastRound before = ReaperWork.get().last();
        ReaperWork.get().lookNow();
        while (ReaperWork.get().last() == before || ReaperWork.get().isAtWork()) {
            Thread.sleep(50);
        }
    }

    private String page(String user) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient().login(user)) {
            return client.goTo("manage/monai-machines/").asXml();
        }
    }

    private int status(String user, HttpMethod method, String path) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient().login(user)) {
            client.setThrowExceptionOnFailingStatusCode(false);
            WebRequest request = new WebRequest(new URL(client.getContextPath() + path), method);
            if (method == HttpMethod.POST) {
                client.addCrumb(request);
            }
            return client.getPage(request).getWebResponse().getStatusCode();
        }
    }

    @Test
    void whatIsLeftIsRemovedAndListedAlsoAfterARestart() throws Exception {
        look(ReaperMode.REMOVE);
        assertEquals(1, account.terminations(LeftAccount.LEFT));
        assertEquals(0, account.terminations(LeftAccount.STANDING));
        String page = page("admin");
        assertTrue(page.contains("Its lease ran out, and this Jenkins does not know its run."), page);
        assertTrue(page.contains("Its function 'spleen-ct' is not there"), page);
        assertTrue(page.contains("There are no AWS credentials 'not-there'"), page);
        assertEquals(1, ReaperWork.get().history().newest().size());
        PastRemoval kept = RemovalHistory.ofJenkins().newest().get(0);
        assertEquals(LeftAccount.LEFT, kept.getId());
        assertEquals("team/spleen/7", kept.getJob());
        assertTrue(Double.parseDouble(kept.getSaved()) > 1, kept.getSaved());
    }

    @Test
    void aRoundThatReportsRemovesNothing() throws Exception {
        look(ReaperMode.REPORT);
        assertEquals(0, account.terminations(LeftAccount.LEFT));
        assertTrue(page("admin").contains("Left over; it is only shown."));
        assertEquals(List.of(), ReaperWork.get().history().newest());
    }

    @Test
    void byHandItIsLookedForAlsoWhereItIsOff() throws Exception {
        look(ReaperMode.NEVER);
        assertEquals(0, account.terminations(LeftAccount.LEFT));
        assertTrue(page("admin").contains(LeftAccount.LEFT));
    }

    @Test
    void thePageIsForWhoMaySeeTheSystem() throws Exception {
        look(ReaperMode.REPORT);
        assertEquals(403, status("reader", HttpMethod.GET, "manage/monai-machines/"));
        assertEquals(403, status("reader", HttpMethod.POST, "manage/monai-machines/look"));
        String page = page("auditor");
        assertTrue(page.contains(LeftAccount.LEFT));
        assertFalse(page.contains("Look now"), "the button is for administrators");
        assertFalse(page.contains("team/spleen"), "a job that the reader may not see has no name");
        assertEquals(403, status("auditor", HttpMethod.POST, "manage/monai-machines/look"));
        assertTrue(page("admin").contains("team/spleen"));
    }

    @Test
    void onlyAPostBegins() throws Exception {
        assertTrue(List.of(404, 405).contains(status("admin", HttpMethod.GET, "manage/monai-machines/look")));
        assertEquals(200, status("admin", HttpMethod.POST, "manage/monai-machines/look"));
    }

    @Test
    void theSettingIsKeptByItsForm() throws Exception {
        jenkins.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
        assertEquals(ReaperMode.REMOVE, MonaiDeployConfiguration.get().getReaper());
        for (ReaperMode mode : ReaperMode.values()) {
            MonaiDeployConfiguration.get().setReaper(mode);
            jenkins.configRoundtrip();
            assertEquals(mode, MonaiDeployConfiguration.get().getReaper());
            assertEquals(mode, new MonaiDeployConfiguration().getReaper(), "also after a restart");
        }
    }

    @Test
    void thoseThatWereRemovedLastStay() {
        RemovalHistory history = RemovalHistory.ofJenkins();
        for (int i = 0; i < RemovalHistory.MOST + 5; i++) {
            history.add(new PastRemoval(i, SampleResource.of("i-" + i)));
        }
        List<PastRemoval> kept = RemovalHistory.ofJenkins().newest();
        assertEquals(RemovalHistory.MOST, kept.size());
        assertEquals("i-" + (RemovalHistory.MOST + 4), kept.get(0).getId());
    }
}
