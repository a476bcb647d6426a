package io.jenkins.plugins.monai.steps;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.head;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okXml;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;

/** An AWS account on loopback with a bucket and nothing else: a removal of inference ends well at once. */
final class EmptyAccount implements AutoCloseable {

    static final String BUCKET = "hospital-imaging";

    private static final String PATH = "/" + BUCKET;

    private final WireMockServer server;
    private RequestPatternBuilder waiting;

    EmptyAccount() {
        server = new WireMockServer(
                WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
        server.start();
        server.stubFor(any(urlPathMatching("/.*"))
                .atPriority(10)
                .willReturn(aResponse().withStatus(501)));
        server.stubFor(query("GetCallerIdentity")
                .willReturn(okXml("<GetCallerIdentityResponse><GetCallerIdentityResult>"
                        + "<Arn>arn:aws:iam::123456789012:user/jenkins</Arn><Account>123456789012</Account>"
                        + "</GetCallerIdentityResult></GetCallerIdentityResponse>")));
        server.stubFor(query("DescribeInstances")
                .willReturn(okXml("<DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>")));
        server.stubFor(query("DescribeSecurityGroups")
                .willReturn(okXml(
                        "<DescribeSecurityGroupsResponse><securityGroupInfo/></DescribeSecurityGroupsResponse>")));
        server.stubFor(post("/")
                .withHeader("X-Amz-Target", containing("DescribeRule"))
                .willReturn(missing("ResourceNotFoundException")));
        server.stubFor(post("/")
                .withHeader("X-Amz-Target", containing("DescribeDocument"))
                .willReturn(missing("InvalidDocument")));
        server.stubFor(
                get(urlPathMatching("/2015-03-31/functions/.*")).willReturn(missing("ResourceNotFoundException")));
        server.stubFor(post("/")
                .withHeader("X-Amz-Target", containing("DescribeRepositories"))
                .willReturn(missing("RepositoryNotFoundException")));
        server.stubFor(
                head(urlPathEqualTo(PATH)).willReturn(aResponse().withHeader("x-amz-bucket-region", "eu-west-1")));
        server.stubFor(ofBucket("versioning").willReturn(okXml("<VersioningConfiguration/>")));
        for (String setting : new String[] {"object-lock", "encryption"}) {
            server.stubFor(ofBucket(setting)
                    .willReturn(aResponse().withStatus(404).withBody("<Error><Code>NotFound</Code></Error>")));
        }
        server.stubFor(ofBucket("notification").willReturn(okXml("<NotificationConfiguration/>")));
        server.stubFor(ofBucket("list-type")
                .willReturn(okXml("<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>")));
    }

    private static MappingBuilder ofBucket(String what) {
        return get(urlPathEqualTo(PATH)).withQueryParam(what, matching(".*"));
    }

    /** The first request for this of the bucket is not answered; those after it are. */
    void keepOneWaiting(String ofBucket) {
        server.stubFor(ofBucket(ofBucket)
                .atPriority(1)
                .inScenario(ofBucket)
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withFixedDelay(Integer.MAX_VALUE))
                .willSetStateTo("waiting"));
        waiting = getRequestedFor(urlPathEqualTo(PATH)).withQueryParam(ofBucket, matching(".*"));
    }

    void awaitTheOneThatWaits() throws InterruptedException {
        while (server.findAll(waiting).isEmpty()) {
            Thread.sleep(100);
        }
    }

    private static MappingBuilder query(String action) {
        return post("/").withRequestBody(containing("Action=" + action + "&"));
    }

    private static ResponseDefinitionBuilder missing(String error) {
        return aResponse()
                .withStatus(404)
                .withHeader("x-amzn-ErrorType", error)
                .withBody("{\"__type\":\"" + error + "\",\"message\":\"not there\"}");
    }

    String url() {
        return server.baseUrl();
    }

    @Override
    public void close() {
        server.stop();
    }
}
