package io.jenkins.plugins.monai.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import io.jenkins.plugins.monai.form.EndpointLines;
import java.util.List;
import java.util.Map;
import org.htmlunit.FailingHttpStatusCodeException;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class MonaiDeployConfigurationJenkinsTest {

    private JenkinsRule jenkins;
    private MonaiDeployConfiguration configuration;

    @BeforeEach
    void start(JenkinsRule rule) {
        jenkins = rule;
        configuration = MonaiDeployConfiguration.get();
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new AWSCredentialsImpl(CredentialsScope.SYSTEM, "aws", "AKIDEXAMPLE", "secret", null));
    }

    private static AwsProfile profile(String name) {
        AwsProfile profile = new AwsProfile(name);
        profile.setRegion("eu-west-1");
        return profile;
    }

    private static AwsProfile complete() {
        BuildDefaults build = new BuildDefaults();
        build.setInstanceTypes(List.of("g5.xlarge", "g4dn.xlarge"));
        build.setAmi("ami-0123456789abcdef0");
        build.setSecurityGroup("sg-1a");
        build.setSshCidr("203.0.113.7/32");
        build.setPrivateAddress(true);
        build.setHostKeyStrategy("console");
        build.setSshUser("ec2-user");
        build.setInstanceProfile("build");
        build.setVolumeGiB(200);
        build.setPackager("upstream");
        build.setBaseImage("base:1");
        build.setMaximumMinutes(60);
        InferenceDefaults inference = new InferenceDefaults();
        inference.setBucket("hospital-imaging");
        inference.setFunctionRole("function");
        inference.setInstanceProfile("inference");
        inference.setInstanceTypes(List.of("g4dn.2xlarge"));
        inference.setAmi("resolve:ssm:/monai/ami");
        inference.setSecurityGroup("sg-2b");
        inference.setVolumeGiB(300);
        inference.setHealthImagingDatastore("0123456789abcdef0123456789abcdef");
        inference.setHealthImagingRole("import");
        inference.setFailureDestination("arn:aws:sqs:eu-west-1:111122223333:failures");
        inference.setInputPrefix("ct/input/");
        inference.setResultsPrefix("ct/results/");
        inference.setInferredPrefix("ct/inferred/");
        inference.setFailedPrefix("ct/failed/");
        inference.setLedgerPrefix("ct/.monai/");
        inference.setIdleMinutes(30);
        inference.setMaximumMinutes(90);
        AwsProfile profile = profile("research");
        profile.setCredentialsId("aws");
        profile.setRoleArn("arn:aws:iam::111122223333:role/jenkins");
        profile.setExternalId("hospital-42");
        profile.setJobs(List.of("research/**", "radiology/ct-*"));
        profile.setSubnets(List.of("subnet-1a", "subnet-1b"));
        profile.setEndpoints(List.of(
                new EndpointOverride("s3", "https://s3.example.org"), new EndpointOverride("ssh", "127.0.0.1:22")));
        profile.setBuild(build);
        profile.setInference(inference);
        return profile;
    }

    @Test
    void theFormKeepsWhatItIsGiven() throws Exception {
        AwsProfile given = complete();
        configuration.setProfiles(List.of(given, profile("hospital")));
        configuration.setPrices(List.of(new PriceOverride("eu-west-1", "g5.xlarge", 0.9)));
        jenkins.configRoundtrip();
        assertEquals(
                List.of("research", "hospital"),
                configuration.getProfiles().stream().map(AwsProfile::getName).toList());
        AwsProfile kept = configuration.getProfiles().get(0);
        jenkins.assertEqualDataBoundBeans(given, kept);
        assertEquals(given.getBuild(), kept.getBuild());
        assertEquals(given.getInference(), kept.getInference());
        assertEquals(
                "s3=https://s3.example.org\nssh=127.0.0.1:22",
                EndpointLines.join(EndpointOverride.toMap(kept.getEndpoints())));
        assertEquals(Map.of("eu-west-1/g5.xlarge", 0.9), configuration.priceOverrides());
    }

    @Test
    void whatIsLeftEmptyStaysUnset() throws Exception {
        configuration.setProfiles(List.of(new AwsProfile("bare")));
        jenkins.configRoundtrip();
        AwsProfile kept = configuration.getProfiles().get(0);
        jenkins.assertEqualDataBoundBeans(new AwsProfile("bare"), kept);
        assertNull(kept.getRegion());
        assertNull(kept.getCredentialsId());
        assertTrue(kept.getBuild().isEmpty());
        assertTrue(kept.getInference().isEmpty());
        assertTrue(kept.getEndpoints().isEmpty());
    }

    @Test
    void whatWasSavedIsReadAgain() throws Exception {
        configuration.setProfiles(List.of(complete()));
        configuration.setPrices(List.of(new PriceOverride("eu-west-1", "gp3", 0.07)));
        MonaiDeployConfiguration read = new MonaiDeployConfiguration();
        jenkins.assertEqualDataBoundBeans(complete(), read.getProfiles().get(0));
        assertEquals(Map.of("eu-west-1/gp3", 0.07), read.priceOverrides());
    }

    @Test
    void theLastProfileAndPriceCanBeRemoved() throws Exception {
        configuration.setProfiles(List.of(profile("research")));
        configuration.setPrices(List.of(new PriceOverride("eu-west-1", "g5.xlarge", 0.9)));
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            HtmlForm form = client.goTo("configure").getFormByName("config");
            form.getElementsByAttribute("div", "name", "profiles").forEach(org.htmlunit.html.DomNode::remove);
            form.getElementsByAttribute("div", "name", "prices").forEach(org.htmlunit.html.DomNode::remove);
            jenkins.submit(form);
        }
        assertTrue(configuration.getProfiles().isEmpty());
        assertTrue(configuration.getPrices().isEmpty());
    }

    @Test
    void aWrongFormIsRefusedAndChangesNothing() throws Exception {
        configuration.setProfiles(List.of(profile("research"), profile("hospital")));
        for (String wrong : List.of("hospital", " ")) {
            try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
                HtmlForm form = client.goTo("configure").getFormByName("config");
                name(form, "research").setValue(wrong);
                FailingHttpStatusCodeException refused =
                        assertThrows(FailingHttpStatusCodeException.class, () -> jenkins.submit(form));
                assertEquals(400, refused.getStatusCode());
            }
            assertEquals("research", configuration.getProfiles().get(0).getName());
        }
    }

    private static HtmlInput name(HtmlForm form, String value) {
        return form.getInputsByName("_.name").stream()
                .filter(input -> input.getValue().equals(value))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void wrongPricesAreRefused() {
        PriceOverride good = new PriceOverride("eu-west-1", "g5.xlarge", 0.9);
        for (PriceOverride wrong : List.of(
                new PriceOverride("eu-west-1", "g5.xlarge", 0.8),
                new PriceOverride("eu-west-1", "g6.xlarge", null),
                new PriceOverride(null, "g6.xlarge", 1.0),
                new PriceOverride("eu-west-1", "g6.xlarge", -1.0))) {
            List<PriceOverride> both = List.of(good, wrong);
            assertThrows(IllegalArgumentException.class, () -> configuration.setPrices(both));
        }
        assertTrue(configuration.getPrices().isEmpty());
    }

    @Test
    void everyFieldOfTheFormHasItsHelp() throws Exception {
        configuration.setProfiles(List.of(complete()));
        configuration.setPrices(List.of(new PriceOverride("eu-west-1", "g5.xlarge", 0.9)));
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            HtmlPage page = client.goTo("configure");
            List<String> urls = page.<org.htmlunit.html.DomElement>getByXPath("//*[@helpURL]").stream()
                    .map(link -> link.getAttribute("helpURL"))
                    .filter(url -> url.contains("io.jenkins.plugins.monai."))
                    .distinct()
                    .toList();
            // The fields of profile, building, inference and price, the two lists and what is left running.
            assertEquals(7 + 1 + 12 + 18 + 3 + 3, urls.size(), urls.toString());
            for (String url : urls) {
                String help = client.goTo(url.replaceFirst("^/jenkins/", ""), "text/html")
                        .getWebResponse()
                        .getContentAsString();
                assertTrue(help.contains("<p>"), url);
            }
        }
    }
}
