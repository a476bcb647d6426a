package io.jenkins.plugins.monai.engine.parameter;

import io.jenkins.plugins.monai.engine.aws.Endpoints;
import java.util.Map;

/** By what way AWS is reached. */
public final class AccountParameters {

    public static final Parameter<String> PROFILE = Parameter.text("profile", Parameter.Kind.PROFILE);

    public static final Parameter<String> REGION =
            Parameter.text("region", "[a-z]{2,8}(-[a-z]+)+-\\d+", "a region's code such as eu-west-1");

    public static final Parameter<String> CREDENTIALS_ID = Parameter.text("credentialsId", Parameter.Kind.CREDENTIALS);

    /** See {@link Endpoints}. */
    public static final Parameter<Map<String, String>> ENDPOINTS = Parameter.map("endpoints", Endpoints::of);

    /** AssumeRole in the STS API reference. */
    public static final Parameter<String> ROLE_ARN = Parameter.text(
            "roleArn", Arns.of("role"), "the ARN of a role, such as arn:aws:iam::111122223333:role/jenkins");

    public static final Parameter<String> EXTERNAL_ID = Parameter.text(
            "externalId", "[\\w+=,.@:/-]{2,1224}", "an external id: 2 to 1224 letters, digits and '+=,.@:/-_'");

    public static final Section SECTION = Section.of("aws", REGION, CREDENTIALS_ID, ENDPOINTS);

    private AccountParameters() {}
}
