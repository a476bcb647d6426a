package io.jenkins.plugins.monai.config;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The buttons of a profile, against a stand-in for AWS. */
@WithJenkins
class ProfileFormJenkinsTest {

    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    @RegisterExtension
    static final WireMockExtension AWS = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort())
            .build();

    private JenkinsRule jenkins;

    @BeforeEach
    void start(JenkinsRule rule) {
        jenkins = rule;
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new AWSCredentialsImpl(CredentialsScope.SYSTEM, "aws", "AKIDEXAMPLE", SECRET, null));
        AWS.stubFor(any(anyUrl())
                .atPriority(10)
                .willReturn(aResponse()
                        .withStatus(403)
                        .withBody("<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>"
                                + "<Message>not authorized</Message></Error></ErrorResponse>")));
        AWS.stubFor(post(anyUrl())
                .withRequestBody(containing("Action=GetCallerIdentity"))
                .willReturn(aResponse()
                        .withBody("<GetCallerIdentityResponse><GetCallerIdentityResult>"
                                + "<Arn>arn:aws:iam::111122223333:user/jenkins</Arn><UserId>AIDA</UserId>"
                                + "<Account>111122223333</Account></GetCallerIdentityResult>"
                                + "</GetCallerIdentityResponse>")));
    }

    private String press(Class<?> type, String button, String... fields) throws Exception {
        List<NameValuePair> parameters = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            parameters.add(new NameValuePair(fields[i], fields[i + 1]));
        }
        parameters.add(new NameValuePair("endpoints", "aws=" + AWS.baseUrl()));
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            WebRequest request = new WebRequest(
                    new URL(client.getContextPath() + "descriptorByName/" + type.getName() + "/" + button),
                    HttpMethod.POST);
            request.setRequestParameters(parameters);
            String text =
                    client.getPage(client.addCrumb(request)).getWebResponse().getContentAsString();
            assertFalse(text.contains(SECRET), text);
            return text;
        }
    }

    @Test
    void theConnectionTestSaysWhoTheCallerIs() throws Exception {
        String text = press(AwsProfile.class, "testConnection", "region", "eu-west-1", "credentialsId", "aws");
        assertTrue(text.contains("arn:aws:iam::111122223333:user/jenkins"), text);
        assertTrue(text.contains("111122223333") && text.contains("eu-west-1"), text);
        assertFalse(text.contains("error"), text);
    }

    @Test
    void aRoleIsAssumedFirst() throws Exception {
        String text = press(
                AwsProfile.class,
                "testConnection",
                "region",
                "eu-west-1",
                "credentialsId",
                "aws",
                "roleArn",
                "arn:aws:iam::111122223333:role/none",
                "externalId",
                "hospital-42");
        assertTrue(text.contains("may not assume the role"), text);
        AWS.verify(postRequestedFor(anyUrl())
                .withRequestBody(containing("Action=AssumeRole"))
                .withRequestBody(containing("ExternalId=hospital-42"))
                .withRequestBody(containing("RoleSessionName=jenkins-connection-check")));
    }

    @Test
    void whatIsWrongInTheFormIsSaidBeforeAwsIsAsked() throws Exception {
        assertTrue(press(AwsProfile.class, "testConnection", "credentialsId", "aws")
                .contains("region"));
        assertTrue(press(AwsProfile.class, "testConnection", "region", "Frankfurt", "credentialsId", "aws")
                .contains("region&#039;"));
        assertTrue(press(AwsProfile.class, "testConnection", "region", "eu-west-1", "credentialsId", "other")
                .contains("There are no AWS credentials"));
        assertEquals(0, AWS.findAll(postRequestedFor(anyUrl())).size());
    }

    @Test
    void thePermissionCheckListsEachMissingActionOfEachStep() throws Exception {
        String build = press(BuildDefaults.class, "checkPermissions", "region", "eu-west-1", "credentialsId", "aws");
        assertTrue(build.contains("monaiBuildMap"), build);
        assertTrue(build.contains("<code>ecr:GetAuthorizationToken</code>"), build);
        assertTrue(build.contains("iam:SimulatePrincipalPolicy"), build);
        assertTrue(build.contains("docs/iam"), build);
        assertTrue(build.contains("error"), build);
        String inference = press(
                InferenceDefaults.class,
                "checkPermissions",
                "region",
                "eu-west-1",
                "credentialsId",
                "aws",
                "bucket",
                "hospital-imaging",
                "functionRole",
                "function");
        assertTrue(inference.contains("monaiConfigureInference"), inference);
        assertTrue(inference.contains("monaiRemoveInference"), inference);
        assertTrue(inference.contains("<code>lambda:GetFunction</code>"), inference);
    }
}
