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
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

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
