package io.jenkins.plugins.monai.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.User;
import io.jenkins.plugins.monai.config.AwsProfile;
import io.jenkins.plugins.monai.config.BuildDefaults;
import io.jenkins.plugins.monai.config.InferenceDefaults;
import io.jenkins.plugins.monai.config.MonaiDeployConfiguration;
import io.jenkins.plugins.monai.engine.parameter.Parameter;
import io.jenkins.plugins.monai.engine.parameter.Parameter.Kind;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.kohsuke.stapler.verb.POST;

/** Whom the web methods of the forms answer, and what. */
@WithJenkins
class StepFormsPermissionJenkinsTest {

    private static final List<Class<? extends AwsStep>> STEPS =
            List.of(BuildMapStep.class, ConfigureInferenceStep.class, RemoveInferenceStep.class);

    /** In the configuration, and nowhere else: who may not see it must not meet it. */
    private static final String SECRET = "known-to-few";

    /** No field takes it. */
    private static final String BAD = "not%20a%20value%0A//%0A=";

    private JenkinsRule jenkins;
    private FreeStyleProject job;

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        job = jenkins.createFreeStyleProject("job");
        AwsProfile profile = new AwsProfile(SECRET + "-profile");
        profile.setRegion(SECRET);
        BuildDefaults build = new BuildDefaults();
        build.setPackager(SECRET);
        build.setHostKeyStrategy(SECRET);
        profile.setBuild(build);
        InferenceDefaults inference = new InferenceDefaults();
        inference.setBucket(SECRET);
        profile.setInference(inference);
        MonaiDeployConfiguration.get().setProfiles(List.of(profile));
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new AWSCredentialsImpl(CredentialsScope.GLOBAL, SECRET + "-id", "AKIDEXAMPLE", "x", null));
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader", "configurer")
                .grant(Item.CONFIGURE)
                .everywhere()
                .to("configurer")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
    }

    private static List<Method> webMethods(Class<?> step) {
        return Stream.of(Jenkins.get()
                        .getDescriptorOrDie(step.asSubclass(AwsStep.class))
                        .getClass()
                        .getMethods())
                .filter(method -> method.getName().startsWith("do")
                        && method.getDeclaringClass().getPackageName().startsWith("io.jenkins.plugins.monai"))
                .filter(method -> !method.isBridge())
                .toList();
    }

    private JenkinsRule.WebClient browser(String user) throws Exception {
        return jenkins.createWebClient()
                .withJavaScriptEnabled(false)
                .withThrowExceptionOnFailingStatusCode(false)
                .withBasicApiToken(User.getOrCreateByIdOrFullName(user));
    }

    /** Of the web methods: those that are asked of a parameter stand there once for each that they can judge or offer. */
    private static List<String> paths(Class<?> step) {
        AwsStepDescriptor form = (AwsStepDescriptor) Jenkins.get().getDescriptorOrDie(step.asSubclass(AwsStep.class));
        return webMethods(step).stream()
                .map(method -> Character.toLowerCase(method.getName().charAt(2))
                        + method.getName().substring(3))
                .flatMap(path -> path.endsWith("Parameter")
                        ? form.parameters()
                                .all()
                                .filter(parameter ->
                                        path.startsWith("fill") ? isOffered(parameter) : isJudged(parameter))
                                .map(parameter -> path + "/" + parameter.name())
                        : Stream.of(path))
                .toList();
    }

    private static boolean isOffered(Parameter<?> parameter) {
        return parameter.kind() == Kind.CHOICE;
    }

    private static boolean isJudged(Parameter<?> parameter) {
        return Set.of(Kind.TEXT, Kind.NUMBER, Kind.LIST).contains(parameter.kind())
                && !Set.of("app", "config", "requirements", "smokeTestStudy").contains(parameter.name());
    }

    private WebResponse call(
            JenkinsRule.WebClient browser, String place, Class<?> step, String path, HttpMethod verb, String value)
            throws Exception {
        String url = jenkins.getURL() + place + "descriptorByName/" + step.getName() + "/" + path + "?value=" + value
                + "&profile=&credentialsId=&packager=&hostKeyStrategy=&healthImagingDatastore=";
        return browser.getPage(new WebRequest(URI.create(url).toURL(), verb)).getWebResponse();
    }

    @Test
    void everyWebMethodWantsPost() throws Exception {
        for (Class<?> step : STEPS) {
            assertFalse(webMethods(step).isEmpty());
            for (Method method : webMethods(step)) {
                assertTrue(method.isAnnotationPresent(POST.class), method.toString());
            }
        }
        try (JenkinsRule.WebClient browser = browser("admin")) {
            assertEquals(
                    404,
                    call(browser, "job/job/", BuildMapStep.class, "defaults", HttpMethod.GET, "")
                            .getStatusCode());
        }
    }

    @Test
    void aReaderOfTheJobLearnsNothing() throws Exception {
        assertNothingIsLearned("reader", "job/job/");
    }

    @Test
    void outsideOfAJobAnAdministratorAloneLearnsSomething() throws Exception {
        assertNothingIsLearned("configurer", "");
        assertEquals(List.of(), silent("admin", "", RemoveInferenceStep.class));
    }

    @Test
    void whoMayConfigureTheJobIsAnswered() throws Exception {
        assertEquals(List.of(), silent("configurer", "job/job/", ConfigureInferenceStep.class));
        assertEquals(List.of(), silent("configurer", "job/job/", BuildMapStep.class));
    }

    private void assertNothingIsLearned(String user, String place) throws Exception {
        try (JenkinsRule.WebClient browser = browser(user)) {
            for (Class<?> step : STEPS) {
                for (String path : paths(step)) {
                    for (String value : List.of("", BAD)) {
                        WebResponse response = call(browser, place, step, path, HttpMethod.POST, value);
                        String text = response.getContentAsString();
                        assertEquals(200, response.getStatusCode(), path + text);
                        assertFalse(text.contains(SECRET), path + ": " + text);
                        assertFalse(text.contains("error"), path + ": " + text);
                    }
                }
            }
        }
    }

    /** The web methods that neither refuse a bad value nor name a default. */
    private List<String> silent(String user, String place, Class<?> step) throws Exception {
        List<String> silent = new ArrayList<>();
        try (JenkinsRule.WebClient browser = browser(user)) {
            for (String path : paths(step)) {
                String text =
                        call(browser, place, step, path, HttpMethod.POST, BAD).getContentAsString();
                if (!text.contains("error") && !text.contains(SECRET)) {
                    silent.add(path + ": " + text);
                }
            }
        }
        return silent;
    }
}
