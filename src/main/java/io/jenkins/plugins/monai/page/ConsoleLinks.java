package io.jenkins.plugins.monai.page;

import io.jenkins.plugins.monai.page.ConsoleLink.Target;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pages of the AWS console that show what an operation has made. Each partition has a console of its own.
 *
 * @see <a href="https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html">Partitions</a>
 */
final class ConsoleLinks {

    /** The region is part of the host's name: nothing else may be. */
    private static final Pattern REGION = Pattern.compile("[a-z]{2,8}(-[a-z]+)+-\\d+");

    private static final Pattern IMAGE = Pattern.compile("[^/]+/(.+?)(?:@sha256:[0-9a-f]{64}|:[^:/]+)?");

    private final String region;
    private final String accountId;
    private final String console;

    /** @param accountId twelve digits; null where it is not known */
    ConsoleLinks(String region, String accountId) {
        this.region = region;
        this.accountId = accountId;
        this.console = console(region);
    }

    private static String console(String region) {
        if (!REGION.matcher(region).matches()) {
            return null;
        }
        if (region.startsWith("cn-")) {
            return "https://" + region + ".console.amazonaws.cn";
        }
        if (region.startsWith("us-gov-")) {
            return "https://" + region + ".console.amazonaws-us-gov.com";
        }
        // The isolated partitions have no console that this could name.
        return region.matches("(us-iso|eu-isoe).*") ? null : "https://" + region + ".console.aws.amazon.com";
    }

    /** @param outputs see the results' {@code toMap()} */
    List<ConsoleLink> of(Map<String, String> outputs) {
        List<ConsoleLink> links = new ArrayList<>();
        if (console == null) {
            return links;
        }
        String instance = outputs.get("instanceId");
        if (instance != null) {
            add(links, Target.INSTANCE, "/ec2/home?region=" + region + "#InstanceDetails:instanceId=" + path(instance));
        }
        addImage(links, outputs);
        String function = outputs.get("functionArn");
        if (function != null) {
            String name = function.substring(function.lastIndexOf(':') + 1);
            add(links, Target.FUNCTION, "/lambda/home?region=" + region + "#/functions/" + path(name));
            // The console escapes what stands in the fragment twice, and writes $ for %.
            add(
                    links,
                    Target.FUNCTION_LOGS,
                    "/cloudwatch/home?region=" + region + "#logsV2:log-groups/log-group/$252Faws$252Flambda$252F"
                            + path(name));
            if (instance != null) {
                add(
                        links,
                        Target.SESSION_MANAGER,
                        "/systems-manager/fleet-manager/managed-nodes/" + path(instance) + "/general?region=" + region);
            }
        }
        addBucket(links, outputs);
        return links;
    }

    private void addImage(List<ConsoleLink> links, Map<String, String> outputs) {
        Matcher image = IMAGE.matcher(outputs.getOrDefault("imageUri", ""));
        String digest = outputs.get("imageDigest");
        if (accountId != null && digest != null && image.matches()) {
            add(
                    links,
                    Target.IMAGE,
                    "/ecr/repositories/private/" + accountId + "/" + image.group(1) + "/_/image/" + path(digest)
                            + "/details?region=" + region);
        }
    }

    private void addBucket(List<ConsoleLink> links, Map<String, String> outputs) {
        String bucket = outputs.get("bucket");
        String input = outputs.get("inputPrefix");
        String results = outputs.get("resultsPrefix");
        if (bucket != null && input != null && results != null) {
            String objects = "/s3/buckets/" + path(bucket) + "?region=" + region + "&prefix=";
            add(links, Target.INPUTS, objects + path(input));
            add(links, Target.RESULTS, objects + path(results));
        }
    }

    private void add(List<ConsoleLink> links, Target target, String path) {
        links.add(new ConsoleLink(target, console + path));
    }

    /** What comes from outside stays one segment, or one value, of the address. */
    private static String path(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
