package io.jenkins.plugins.monai.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.page.ConsoleLink.Target;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleLinksTest {

    private static final String ACCOUNT = "123456789012";
    private static final String DIGEST = "sha256:" + "0".repeat(64);

    private static Map<Target, String> links(String region, String account, Map<String, String> outputs) {
        return new ConsoleLinks(region, account)
                .of(outputs).stream().collect(Collectors.toMap(ConsoleLink::getTarget, ConsoleLink::getUrl));
    }

    @ParameterizedTest
    @CsvSource({
        "us-east-1,us-east-1.console.aws.amazon.com",
        "cn-north-1,cn-north-1.console.amazonaws.cn",
        "us-gov-west-1,us-gov-west-1.console.amazonaws-us-gov.com"
    })
    void eachPartitionHasItsConsole(String region, String host) {
        String url = links(region, ACCOUNT, Map.of("instanceId", "i-1")).get(Target.INSTANCE);
        assertEquals("https://" + host + "/ec2/home?region=" + region + "#InstanceDetails:instanceId=i-1", url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"us-iso-east-1", "us-isob-east-1", "example.org/x#", "", "us-east-1.example.org"})
    void whereThereIsNoConsoleThereIsNoLink(String region) {
        assertEquals(Map.of(), links(region, ACCOUNT, Map.of("instanceId", "i-1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {":1.0", "", "@sha256:0000000000000000000000000000000000000000000000000000000000000000"})
    void anImageIsFoundByItsDigest(String suffix) {
        String image = ACCOUNT + ".dkr.ecr.eu-west-1.amazonaws.com/team/sub/map" + suffix;
        assertEquals(
                "https://eu-west-1.console.aws.amazon.com/ecr/repositories/private/123456789012/team/sub/map/_/image/"
                        + "sha256%3A" + "0".repeat(64) + "/details?region=eu-west-1",
                links("eu-west-1", ACCOUNT, Map.of("imageUri", image, "imageDigest", DIGEST))
                        .get(Target.IMAGE));
        assertEquals(
                Map.of(),
                links("eu-west-1", null, Map.of("imageUri", image, "imageDigest", DIGEST)),
                "without the account it is not known where");
    }

    @Test
    void inferenceHasAFunctionItsLogsAMachineAndFolders() {
        Map<Target, String> links = links(
                "eu-west-1",
                ACCOUNT,
                Map.of(
                        "functionArn",
                        "arn:aws:lambda:eu-west-1:123456789012:function:monai-inference",
                        "instanceId",
                        "i-1",
                        "bucket",
                        "studies",
                        "inputPrefix",
                        "in put/",
                        "resultsPrefix",
                        "results/"));
        String console = "https://eu-west-1.console.aws.amazon.com";
        assertEquals(console + "/lambda/home?region=eu-west-1#/functions/monai-inference", links.get(Target.FUNCTION));
        assertTrue(
                links.get(Target.FUNCTION_LOGS)
                        .endsWith("#logsV2:log-groups/log-group/$252Faws$252Flambda$252Fmonai-inference"),
                links.toString());
        assertTrue(links.get(Target.SESSION_MANAGER).contains("/i-1/"), links.toString());
        assertEquals(console + "/s3/buckets/studies?region=eu-west-1&prefix=in%20put%2F", links.get(Target.INPUTS));
        assertEquals(console + "/s3/buckets/studies?region=eu-west-1&prefix=results%2F", links.get(Target.RESULTS));
        for (String url : links.values()) {
            assertEquals("https", URI.create(url).getScheme());
        }
    }

    @Test
    void whatIsNotKnownYetHasNoLink() {
        assertEquals(List.of(), new ConsoleLinks("eu-west-1", null).of(Map.of()));
    }
}
