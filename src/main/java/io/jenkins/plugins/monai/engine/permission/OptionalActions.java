package io.jenkins.plugins.monai.engine.permission;

import static io.jenkins.plugins.monai.engine.aws.AwsCaller.BUILD_MAP;
import static io.jenkins.plugins.monai.engine.aws.AwsCaller.CONFIGURE_INFERENCE;

import io.jenkins.plugins.monai.engine.aws.AwsCaller;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The actions that an operation can do without, or needs for some requests alone. */
final class OptionalActions {

    private static final String EARLIER_DOCUMENT = "needed when another version's wake document is there";

    private static final Map<AwsCaller, Map<String, String>> CASES = Map.of(
            BUILD_MAP,
            with(
                    "ec2:AuthorizeSecurityGroupIngress", "needed unless securityGroup is named",
                    "ec2:CreateSecurityGroup", "needed unless securityGroup is named",
                    "ec2:DeleteSecurityGroup", "needed unless securityGroup is named",
                    "ec2:GetConsoleOutput", "needed for hostKeyStrategy 'console'",
                    "ecr:CreateRepository", "needed unless the repository exists",
                    "ecr:TagResource", "needed unless the repository exists",
                    "iam:PassRole", "needed when instanceProfile is named"),
            CONFIGURE_INFERENCE,
            with(
                    "ec2:CreateSecurityGroup", "needed unless securityGroup is named",
                    "s3:GetBucketObjectLockConfiguration", "without it Object Lock is not looked for beforehand",
                    "s3:GetEncryptionConfiguration", "needed when the bucket has a KMS key and kmsKey is not named",
                    "ec2:ModifyInstanceMetadataOptions", "needed for a machine that an earlier version launched",
                    "ssm:DeleteDocument", EARLIER_DOCUMENT,
                    "ssm:UpdateDocument", EARLIER_DOCUMENT,
                    "ssm:UpdateDocumentDefaultVersion", EARLIER_DOCUMENT));

    private OptionalActions() {}

    private static Map<String, String> with(String... actionsAndCases) {
        Map<String, String> cases = new HashMap<>();
        cases.put("ec2:DescribeVpcs", "needed unless subnets are named");
        cases.put("servicequotas:GetServiceQuota", "without it the quota is not checked beforehand");
        cases.put("ssm:GetParameter", "needed unless ami is the id of an image");
        for (int i = 0; i < actionsAndCases.length; i += 2) {
            cases.put(actionsAndCases[i], actionsAndCases[i + 1]);
        }
        return Map.copyOf(cases);
    }

    /** In which case alone the action is needed; null when it always is. */
    static String onlyFor(AwsCaller caller, String action) {
        return CASES.getOrDefault(caller, Map.of()).get(action);
    }

    static Set<String> of(AwsCaller caller) {
        return CASES.getOrDefault(caller, Map.of()).keySet();
    }
}
