package io.jenkins.plugins.monai.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsCaller;
import io.jenkins.plugins.monai.lab.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Lets a caller's clients do what its policy in {@code docs/iam} allows, and nothing else, and remembers what was asked
 * for. In front of an emulator that evaluates no policies, or not as AWS does.
 */
public final class PolicyGate implements ExecutionInterceptor, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ACCOUNT = "000000000000";

    private final AwsCaller caller;
    private final String region;
    private final PolicyJudge judge;
    private final CallMeaning meaning;
    private final Ec2Client root;
    private final Set<AwsCall> calls = new ConcurrentSkipListSet<>();
    private final Set<String> actions = new ConcurrentSkipListSet<>();
    private final Set<String> undeclared = new ConcurrentSkipListSet<>();

    /**
     * @param values of the placeholders of the policy that are not those of every account
     * @param without actions that are taken out of the policy
     */
    public PolicyGate(Lab lab, AwsCaller caller, Map<String, String> values, Set<String> without) throws IOException {
        this.caller = caller;
        this.region = lab.region();
        this.root = Ec2Client.builder()
                .endpointOverride(lab.emulator())
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(lab.accessKeyId(), lab.secretAccessKey())))
                .build();
        this.meaning = new CallMeaning(ACCOUNT, region, this::tags);
        this.judge = new PolicyJudge(List.of(policy(caller, values, without)));
    }

    private JsonNode policy(AwsCaller of, Map<String, String> values, Set<String> without) throws IOException {
        String text = Files.readString(Path.of("docs/iam/policies", of.policy() + ".json"));
        Map<String, String> all = new TreeMap<>(Map.of(
                "ControllerId", "*",
                "AWS::Partition", "aws",
                "AWS::Region", region,
                "AWS::AccountId", ACCOUNT,
                "InputPrefix", "input/",
                "InferredPrefix", "inferred/",
                "FailedPrefix", "failed/",
                "LedgerPrefix", ".monai/"));
        all.put("BuildInstanceTypes", "g4dn.*");
        all.put("InferenceInstanceTypes", "g4dn.*");
        all.put("ImageOwners", "amazon");
        all.put("OwnTagKeys", "CostCenter");
        all.putAll(values);
        for (Map.Entry<String, String> one : all.entrySet()) {
            text = text.replace("${" + one.getKey() + "}", one.getValue());
        }
        if (text.contains("${")) {
            throw new IllegalArgumentException(
                    "A placeholder is left: " + text.replaceAll("(?s).*(\\$\\{[^}]*}).*", "$1"));
        }
        for (String action : without) {
            text = text.replace("\"" + action + "\"", "\"none:Nothing\"");
        }
        return JSON.readTree(text);
    }

    private Map<String, String> tags(String resourceId) {
        List<Tag> tags = resourceId.startsWith("i-")
                ? root.describeInstances(r -> r.instanceIds(resourceId)).reservations().stream()
                        .flatMap(r -> r.instances().stream())
                        .flatMap(i -> i.tags().stream())
                        .toList()
                : root.describeSecurityGroups(r -> r.groupIds(resourceId)).securityGroups().stream()
                        .flatMap(g -> g.tags().stream())
                        .toList();
        return tags.stream().collect(Collectors.toMap(Tag::key, Tag::value, (a, b) -> b));
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        AwsCall call = AwsCall.of(operation)
                .filter(known -> known.callers().contains(caller))
                .orElse(null);
        if (call == null) {
            undeclared.add(operation);
            return;
        }
        calls.add(call);
        for (Authorization asked : meaning.of(call, context.request())) {
            check(call, asked);
        }
    }

    private void check(AwsCall call, Authorization asked) {
        if (!call.iamActions().contains(asked.action())) {
            undeclared.add(call + " asks for " + asked.action());
        }
        actions.add(asked.action());
        try {
            if (!judge.allows(asked, ACCOUNT, region)) {
                throw denial(call, asked);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In AWS's words. */
    private static AwsServiceException denial(AwsCall call, Authorization asked) {
        AwsServiceException.Builder exception =
                switch (call.service()) {
                    case "ec2" -> Ec2Exception.builder();
                    case "s3" -> S3Exception.builder();
                    default -> AwsServiceException.builder();
                };
        String message = "User: arn:aws:iam::" + ACCOUNT + ":user/jenkins is not authorized to perform: "
                + asked.action() + " on resource: " + asked.resource()
                + " because no identity-based policy allows the " + asked.action() + " action";
        return exception
                .statusCode(403)
                .message(message)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(call.service().equals("ec2") ? "UnauthorizedOperation" : "AccessDenied")
                        .errorMessage(message)
                        .build())
                .build();
    }

    /** The calls of the table that were made. */
    public Set<AwsCall> calls() {
        return Set.copyOf(calls);
    }

    /** The IAM actions that were asked for. */
    public Set<String> actions() {
        return Set.copyOf(actions);
    }

    /** Calls that the table does not have for this caller, and actions that it does not have for a call. */
    public Set<String> undeclared() {
        return Set.copyOf(undeclared);
    }

    @Override
    public void close() {
        judge.close();
        root.close();
    }
}
