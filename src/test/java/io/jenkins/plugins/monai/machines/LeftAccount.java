package io.jenkins.plugins.monai.machines;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okXml;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;
import io.jenkins.plugins.monai.config.AwsProfile;
import io.jenkins.plugins.monai.config.EndpointOverride;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An AWS account on loopback with a machine that is left, and one that stays. */
final class LeftAccount implements AutoCloseable {

    static final String LEFT = "i-0aaaaaaaaaaaaaaa1";
    static final String STANDING = "i-0bbbbbbbbbbbbbbb2";
    static final String JOB = "team/spleen";
    static final String RUN = "00000000-0000-4000-8000-000000000001";

    private final WireMockServer server;

    LeftAccount(String controller) {
        server = new WireMockServer(
                WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
        server.start();
        server.stubFor(any(urlPathMatching("/.*"))
                .atPriority(10)
                .willReturn(aResponse().withStatus(501)));
        answer(
                "GetCallerIdentity",
                "<GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/jenkins</Arn>"
                        + "</GetCallerIdentityResult>");
        Instant hourAgo = Instant.now().minus(Duration.ofHours(1));
        Map<String, String> left = Map.of(
                "monai-deploy:run",
                RUN,
                "monai-deploy:controller",
                controller,
                "monai-deploy:job",
                JOB + "/7",
                "monai-deploy:expires",
                hourAgo.plus(Duration.ofHours(3)).toString(),
                "monai-deploy:lease",
                hourAgo.plus(Duration.ofMinutes(10)).toString());
        Map<String, String> standing = Map.of(
                "monai-deploy:inference",
                "spleen-ct",
                "monai-deploy:controller",
                controller,
                "monai-deploy:job",
                JOB + "/3");
        answer(
                "DescribeInstances",
                "<reservationSet>" + machine(LEFT, hourAgo, left) + machine(STANDING, hourAgo, standing)
                        + "</reservationSet>");
        answer("DescribeKeyPairs", "<keySet/>");
        answer("DescribeSecurityGroups", "<securityGroupInfo/>");
        answer("DescribeVolumes", "<volumeSet/>");
        answer("TerminateInstances", "<instancesSet/>");
        server.stubFor(get(urlPathMatching("/2015-03-31/functions/.*"))
                .willReturn(aResponse()
                        .withStatus(404)
                        .withHeader("x-amzn-ErrorType", "ResourceNotFoundException")
                        .withBody("{\"message\":\"not there\"}")));
    }

    private void answer(String action, String body) {
        server.stubFor(post(urlPathEqualTo("/"))
                .withRequestBody(containing("Action=" + action + "&"))
                .willReturn(okXml("<" + action + "Response>" + body + "</" + action + "Response>")));
    }

    private static String machine(String id, Instant launched, Map<String, String> tags) {
        return "<item><instancesSet><item><instanceId>" + id
                + "</instanceId><instanceType>g4dn.xlarge</instanceType><instanceState><name>running</name></instanceState>"
                + "<launchTime>" + launched + "</launchTime><tagSet>"
                + tags.entrySet().stream()
                        .map(t -> "<item><key>" + t.getKey() + "</key><value>" + t.getValue() + "</value></item>")
                        .collect(Collectors.joining())
                + "</tagSet></item></instancesSet></item>";
    }

    /** How often a machine was asked to be terminated. */
    int terminations(String id) {
        RequestPatternBuilder request = postRequestedFor(urlPathEqualTo("/"))
                .withRequestBody(containing("Action=TerminateInstances&"))
                .withRequestBody(containing(id));
        return server.findAll(request).size();
    }

    /** @param credentialsId of the store of Jenkins */
    AwsProfile profile(String name, String credentialsId) {
        AwsProfile profile = new AwsProfile(name);
        profile.setRegion("eu-west-1");
        profile.setCredentialsId(credentialsId);
        profile.setEndpoints(List.of(new EndpointOverride("aws", server.baseUrl())));
        return profile;
    }

    @Override
    public void close() {
        server.stop();
    }
}
