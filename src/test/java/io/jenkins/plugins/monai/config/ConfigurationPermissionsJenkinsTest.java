package io.jenkins.plugins.monai.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Describable;
import java.lang.reflect.Method;
import java.net.URL;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.util.NameValuePair;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Who is no administrator learns nothing of credentials, of AWS, or of what would be right. */
@WithJenkins
class ConfigurationPermissionsJenkinsTest {

    private static final List<Class<?>> DESCRIPTORS = List.of(
            AwsProfileDescriptor.class,
            BuildDefaultsDescriptor.class,
            InferenceDefaultsDescriptor.class,
            PriceOverrideDescriptor.class);

    /** Wrong for every field that has a form. */
    private static final String WRONG = "//wrong value//";

    private JenkinsRule jenkins;

    @BeforeEach
    void start(JenkinsRule rule) {
        jenkins = rule;
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new AWSCredentialsImpl(CredentialsScope.GLOBAL, "hidden-id", "AKIDEXAMPLE", "secret", null));
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader"));
    }

    /** Of each descriptor, by their paths. */
    private static TreeSet<String> webMethods() {
        TreeSet<String> paths = new TreeSet<>();
        for (Class<?> descriptor : DESCRIPTORS) {
            Stream.of(descriptor.getMethods())
                    .map(Method::getName)
                    .filter(name -> name.startsWith("do") && name.length() > 2)
                    .filter(name -> !name.equals("doHelp"))
                    .map(name -> "descriptorByName/" + typeOf(descriptor).getName() + "/"
                            + Character.toLowerCase(name.charAt(2)) + name.substring(3))
                    .flatMap(path -> ofParameters(descriptor, path))
                    .forEach(paths::add);
        }
        return paths;
    }

    /** Those that are asked of a parameter, once for each that they can judge or offer. */
    private static Stream<String> ofParameters(Class<?> descriptor, String path) {
        if (!path.endsWith("Parameter")) {
            return Stream.of(path);
        }
        return ((ParameterDescriptor<?>)
                        Jenkins.get().getDescriptorOrDie(typeOf(descriptor).asSubclass(Describable.class)))
                .getSections().stream()
                        .flatMap(section -> section.getFields().stream())
                        .filter(field -> !field.getKind().equals("FLAG")
                                && path.contains("fill") == field.getKind().equals("CHOICE"))
                        .map(field -> path + "/" + field.getName());
    }

    private static Class<?> typeOf(Class<?> descriptor) {
        try {
            return Class.forName(descriptor.getName().replaceFirst("Descriptor$", ""));
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private WebResponse send(JenkinsRule.WebClient client, HttpMethod method, String path) throws Exception {
        client.setThrowExceptionOnFailingStatusCode(false);
        WebRequest request = new WebRequest(new URL(client.getContextPath() + path), method);
        request.setRequestParameters(List.of(
                new NameValuePair("value", WRONG),
                new NameValuePair("credentialsId", "current-id"),
                new NameValuePair("region", "eu-west-1"),
                new NameValuePair("endpoints", "aws=http://127.0.0.1:1"),
                new NameValuePair("inputPrefix", "/wrong"),
                new NameValuePair("resultsPrefix", "/wrong"),
                new NameValuePair("inferredPrefix", "/wrong"),
                new NameValuePair("failedPrefix", "/wrong"),
                new NameValuePair("ledgerPrefix", "/wrong")));
        if (method == HttpMethod.POST) {
            client.addCrumb(request);
        }
        Page page = client.getPage(request);
        return page.getWebResponse();
    }

    @Test
    void everyWebMethodNeedsPost() throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient().login("admin")) {
            for (String path : webMethods()) {
                WebResponse response = send(client, HttpMethod.GET, path);
                assertTrue(List.of(404, 405).contains(response.getStatusCode()), path + " " + response.getStatusCode());
            }
        }
    }

    @Test
    void whoIsNoAdministratorLearnsNothing() throws Exception {
        TreeMap<String, String> told = new TreeMap<>();
        try (JenkinsRule.WebClient reader = jenkins.createWebClient().login("reader");
                JenkinsRule.WebClient anonymous = jenkins.createWebClient()) {
            for (JenkinsRule.WebClient client : List.of(reader, anonymous)) {
                for (String path : webMethods()) {
                    WebResponse response = send(client, HttpMethod.POST, path);
                    String text = response.getContentAsString();
                    assertFalse(text.contains("hidden-id"), path);
                    if (response.getStatusCode() == 200 && (text.contains("error") || text.contains("warning"))) {
                        told.put(path, text);
                    }
                }
            }
            assertEquals(new TreeMap<>(), told);
            for (String path : webMethods()) {
                if (path.endsWith("/testConnection") || path.endsWith("/checkPermissions")) {
                    assertEquals(403, send(reader, HttpMethod.POST, path).getStatusCode(), path);
                    // Whoever is not known yet is sent to the login.
                    URL shown = send(anonymous, HttpMethod.POST, path)
                            .getWebRequest()
                            .getUrl();
                    assertTrue(shown.getPath().endsWith("/login"), shown.toString());
                }
            }
        }
    }

    @Test
    void anAdministratorIsToldWhatIsWrong() throws Exception {
        try (JenkinsRule.WebClient admin = jenkins.createWebClient().login("admin")) {
            for (String path : webMethods()) {
                WebResponse response = send(admin, HttpMethod.POST, path);
                String text = response.getContentAsString();
                assertEquals(200, response.getStatusCode(), path);
                if (path.endsWith("/fillCredentialsIdItems")) {
                    assertTrue(text.contains("hidden-id") && text.contains("current-id"), text);
                } else if (path.contains("/fill")) {
                    assertFalse(text.isBlank(), path);
                } else if (path.endsWith("/checkName")) {
                    assertFalse(text.contains("error"), text);
                } else if (path.endsWith("/checkCredentialsId")) {
                    assertTrue(text.contains("warning"), text);
                } else {
                    assertTrue(text.contains("error"), path + ": " + text);
                }
            }
        }
    }

    @Test
    void withoutPermissionTheCredentialsAreTheCurrentValueAlone() throws Exception {
        String path = "descriptorByName/" + AwsProfile.class.getName() + "/fillCredentialsIdItems";
        try (JenkinsRule.WebClient reader = jenkins.createWebClient().login("reader")) {
            String text = send(reader, HttpMethod.POST, path).getContentAsString();
            assertTrue(text.contains("current-id"), text);
            assertFalse(text.contains("identity"), text);
        }
    }
}
