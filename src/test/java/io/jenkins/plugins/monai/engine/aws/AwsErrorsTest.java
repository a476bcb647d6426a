package io.jenkins.plugins.monai.engine.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.sts.model.StsException;

class AwsErrorsTest {

    private static SdkException error(String code, String message) {
        return (SdkException) Ec2Exception.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .message(message + " (Service: Ec2, Status Code: 400, Request ID: 1-2-3)")
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "UnauthorizedOperation, ec2:RunInstances, Allow the IAM action ec2:RunInstances",
        "AccessDenied, may not call, Allow the IAM action ec2:RunInstances",
        "ExpiredToken, have expired, Renew the session token",
        "RequestExpired, have expired, Renew the session token",
        "AuthFailure, does not accept the credentials, Check access key id",
        "InvalidClientTokenId, does not accept the credentials, Check access key id",
        "VcpuLimitExceeded, quota, Service Quotas console",
        "InsufficientInstanceCapacity, no machine to give, subnets in other availability zones",
        "RequestLimitExceeded, throttles, Try again later",
        "InvalidAMIID.NotFound, InvalidAMIID.NotFound, Name in 'ami'",
        "InvalidSubnetID.NotFound, InvalidSubnetID.NotFound, Check subnets",
        "VPCIdNotSpecified, VPCIdNotSpecified, no default VPC",
        "SomethingNew, SomethingNew, AWS documentation",
    })
    void everyCodeBecomesAProblemAndARemedy(String code, String problem, String remedy) {
        OperationException e = AwsErrors.translate(AwsCall.RUN_INSTANCES, error(code, "The words of AWS."));
        assertTrue(e.problem().contains(problem), e.problem());
        assertTrue(e.remedy().contains(remedy), e.remedy());
        assertFalse(e.getMessage().contains("Request ID"), e.getMessage());
        assertFalse(e.getMessage().contains(".."), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "RequestTimeTooSkewed, The difference between the request time and the current time is too large.",
        "RequestInTheFuture, too early",
        "SignatureDoesNotMatch, 'Signature expired: 20261201T000000Z is now earlier than 20261201T031000Z'",
        "InvalidSignatureException, 'Signature not yet current: 20261201T060000Z is still later than 20261201T031500Z'",
        "AccessDenied, Request time too skewed",
    })
    void aClockThatIsWrongIsNamedAndNotTheCredentials(String code, String words) {
        OperationException e = AwsErrors.translate(AwsCall.RUN_INSTANCES, error(code, words));
        assertTrue(e.problem().startsWith("The controller's clock differs from that of AWS ("), e.problem());
        assertTrue(e.remedy().contains("NTP"), e.remedy());
        assertFalse(e.getMessage().contains("credentials"), e.getMessage());
    }

    @Test
    void anEncodedAuthorizationFailureNamesPassRole() {
        OperationException e = AwsErrors.translate(
                AwsCall.RUN_INSTANCES,
                error("UnauthorizedOperation", "You are not authorized. Encoded authorization failure message: abc"));
        assertTrue(e.remedy().contains("iam:PassRole"), e.remedy());
        assertFalse(e.getMessage().contains("abc"));
    }

    @Test
    void theActionThatAwsNamesIsTheOneToAllow() {
        OperationException e = AwsErrors.translate(
                AwsCall.RUN_INSTANCES,
                error(
                        "UnauthorizedOperation",
                        "You are not authorized to perform this operation. User: arn:aws:iam::111122223333:user/ci is not"
                                + " authorized to perform: iam:PassRole on resource: arn:aws:iam::111122223333:role/run"
                                + " because no identity-based policy allows the iam:PassRole action. Encoded"
                                + " authorization failure message: abc"));
        assertEquals(
                "Allow the IAM action iam:PassRole on arn:aws:iam::111122223333:role/run for the identity behind the"
                        + " credentials",
                e.remedy());
    }

    private static final String USER =
            "User: arn:aws:sts::111122223333:assumed-role/jenkins/ci is not authorized to perform: ec2:RunInstances on"
                    + " resource: arn:aws:ec2:eu-west-1:111122223333:instance/* ";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "service control policy|organization take the deny of ec2:RunInstances on arn:",
                "service control policy: arn:aws:organizations::1:policy/o-1/service_control_policy/p-1|service control",
                "resource control policy|the account that owns the resource",
                "permissions boundary|out of the permissions boundary of the identity",
                "permissions boundary: arn:aws:iam::1:policy/boundary|out of the permissions boundary of the identity",
                "session policy|whoever assumes the role",
                "resource-based policy|the resource's own policy",
                "identity-based policy|out of the policies of the identity",
                "VPC endpoint policy|the VPC endpoint",
                "some other policy|Find the statement that denies ec2:RunInstances",
                "|Find the statement that denies ec2:RunInstances",
            })
    void anExplicitDenyIsNoMissingAllow(String policy, String remedy) {
        String reason = "with an explicit deny" + (policy == null ? "" : " in a " + policy);
        OperationException e = AwsErrors.translate(
                AwsCall.RUN_INSTANCES,
                error(
                        "UnauthorizedOperation",
                        "You are not authorized to perform this operation. " + USER + reason
                                + ". Encoded authorization failure message: abc"));
        assertTrue(e.problem().startsWith("AWS forbids ec2:RunInstances by an explicit deny ("), e.problem());
        assertTrue(e.problem().endsWith(reason + ")"), e.problem());
        assertTrue(e.remedy().contains(remedy), e.remedy());
        assertTrue(e.remedy().endsWith("; allowing it elsewhere does not help"), e.remedy());
        assertFalse(e.remedy().contains("Allow the IAM action"), e.remedy());
        assertFalse(e.getMessage().contains("Encoded"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "identity-based policy|Allow the IAM action ec2:RunInstances on arn:",
                "service control policy|organization allow ec2:RunInstances on arn:",
                "resource control policy|organization allow ec2:RunInstances on arn:",
                "permissions boundary|Allow ec2:RunInstances on arn:aws:ec2:eu-west-1:111122223333:instance/* in the"
                        + " permissions boundary",
                "session policy|in the session policy",
                "resource-based policy|the resource's own policy",
                "VPC endpoint policy|the VPC endpoint",
            })
    void whichPolicyDoesNotAllowIsToldApart(String policy, String remedy) {
        String reason = "because no " + policy + " allows the ec2:RunInstances action";
        OperationException e =
                AwsErrors.translate(AwsCall.RUN_INSTANCES, error("AccessDeniedException", USER + reason + "."));
        assertTrue(e.problem().startsWith("The AWS credentials may not call ec2:RunInstances ("), e.problem());
        assertTrue(e.problem().endsWith(reason + ")"), e.problem());
        assertTrue(e.remedy().contains(remedy), e.remedy());
    }

    @Test
    void aRoleThatTheOrganizationForbidsIsNotMendedByItsTrust() {
        SdkException denied = (SdkException) StsException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("AccessDenied")
                        .errorMessage(USER.replace("ec2:RunInstances", "sts:AssumeRole")
                                + "with an explicit deny in a service control policy")
                        .build())
                .build();
        OperationException e = AwsErrors.translate(AwsCall.RUN_INSTANCES, denied);
        assertTrue(e.problem().startsWith("The AWS credentials may not assume the role"), e.problem());
        assertTrue(e.remedy().contains("service control policies"), e.remedy());
        assertFalse(e.remedy().contains("external id"), e.remedy());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TagPolicyViolation", "TagPolicyException"})
    void aTagPolicyIsNoPermission(String code) {
        OperationException e = AwsErrors.translate(
                AwsCall.RUN_INSTANCES,
                error(code, "The tag policy does not allow the specified value for the following tag key: 'Name'."));
        assertTrue(e.problem().contains("tag policy of the AWS organization"), e.problem());
        assertTrue(e.problem().contains("following tag key: 'Name')"), e.problem());
        assertTrue(e.remedy().contains("exempt the tags"), e.remedy());
    }

    @Test
    void whatAwsSaysIsCleaned() {
        OperationException e = AwsErrors.translate(
                AwsCall.RUN_INSTANCES,
                error(
                        "AccessDenied",
                        USER + "with an explicit deny in a \u001b[31msession\u001b[0m policy\n[monai] DONE"));
        assertTrue(e.getMessage().contains("(monai) DONE"), e.getMessage());
        assertTrue(e.remedy().contains("session policy"), e.remedy());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
        assertFalse(e.getMessage().contains("\u001b"), e.getMessage());
    }

    @Test
    void aDenialWithoutWordsHasNoParentheses() {
        OperationException e = AwsErrors.translate(AwsCall.HEAD_BUCKET, error("AccessDenied", null));
        assertEquals("The AWS credentials may not call s3:HeadBucket", e.problem());
    }

    private static SdkException withoutCode(int status) {
        return (SdkException) Ec2Exception.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().build())
                .build();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 501, 502})
    void whatNamesNoCodeMayNotBeAws(int status) {
        OperationException e = AwsErrors.translate(AwsCall.DESCRIBE_DOCUMENT, withoutCode(status));
        assertEquals("What answered ssm:DescribeDocument said HTTP " + status + " and no error code", e.problem());
        assertTrue(e.remedy().contains("endpoint overrides"), e.remedy());
    }

    @Test
    void anAnswerToAHeadIsADenialByItsStatus() {
        OperationException e = AwsErrors.translate(AwsCall.HEAD_BUCKET, withoutCode(403));
        assertEquals("The AWS credentials may not call s3:HeadBucket", e.problem());
    }

    @ParameterizedTest
    @EnumSource(AwsCall.class)
    void eachActionOfEachCallIsNamedWhenItIsMissing(AwsCall call) {
        for (String action : call.iamActions()) {
            OperationException e = AwsErrors.translate(
                    call,
                    error("AccessDenied", "User: arn:aws:iam::1:user/ci is not authorized to perform: " + action));
            assertTrue(
                    e.remedy()
                            .startsWith("Allow the IAM action " + action + " for the identity behind the credentials"),
                    e.remedy());
        }
    }

    @Test
    void anUnknownHostPointsToTheRegion() {
        OperationException e = AwsErrors.translate(
                AwsCall.GET_CALLER_IDENTITY,
                SdkClientException.create(
                        "Unable to execute HTTP request", new UnknownHostException("sts.nowhere-1.amazonaws.com")));
        assertTrue(e.problem().contains("sts.nowhere-1.amazonaws.com"), e.problem());
        assertTrue(e.remedy().contains("region"), e.remedy());
    }

    @Test
    void noCredentialsAtAll() {
        OperationException e = AwsErrors.translate(
                AwsCall.GET_CALLER_IDENTITY,
                SdkClientException.create("Unable to load credentials from any of the providers in the chain"));
        assertEquals("There are no AWS credentials", e.problem());
    }

    @Test
    void anInterruptIsAnInterruptAndNoError() {
        assertThrows(
                InterruptedException.class,
                () -> AwsErrors.call(AwsCall.RUN_INSTANCES, () -> {
                    throw AbortedException.create("interrupted");
                }));
    }
}
