package io.jenkins.plugins.monai.engine.aws;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.text.ForeignText;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * The one place where errors of AWS become messages: what happened, and what to do. Codes are those of the EC2 API
 * Reference ("Error codes for the Amazon EC2 API") and of the services' common errors.
 */
public final class AwsErrors {

    /** Characters of AWS's own words in a message. */
    private static final int SENTENCE = 1000;

    private static final Set<String> DENIED =
            Set.of("UnauthorizedOperation", "AccessDenied", "AccessDeniedException", "UnauthorizedException");
    private static final Set<String> EXPIRED =
            Set.of("ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired");
    /** Of requests whose date is more than 5 or 15 minutes off; the words are those of services that have no code for it. */
    private static final Set<String> OFF_CLOCK =
            Set.of("RequestInTheFuture", "RequestTimeTooSkewed", "RequestTimeTooSkewedException");

    private static final Pattern OFF_CLOCK_WORDS =
            Pattern.compile("Signature (expired|not yet current)|request time too skewed", Pattern.CASE_INSENSITIVE);
    private static final Set<String> UNKNOWN_IDENTITY = Set.of(
            "AuthFailure",
            "IncompleteSignature",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "MissingAuthenticationToken",
            "SignatureDoesNotMatch",
            "UnrecognizedClientException");
    private static final Set<String> CAPACITY = Set.of(
            "InsufficientAddressCapacity",
            "InsufficientCapacity",
            "InsufficientFreeAddressesInSubnet",
            "InsufficientHostCapacity",
            "InsufficientInstanceCapacity",
            "InsufficientReservedInstanceCapacity",
            "InsufficientVolumeCapacity",
            "SpotMaxPriceTooLow",
            "Unsupported",
            "UnsupportedOperation");
    private static final Set<String> QUOTA =
            Set.of("InstanceLimitExceeded", "MaxSpotInstanceCountExceeded", "VcpuLimitExceeded", "VolumeLimitExceeded");

    private AwsErrors() {}

    /**
     * Makes a call and turns its error into a message.
     *
     * @throws OperationException for every error of AWS or of the way to it
     * @throws InterruptedException the thread was interrupted meanwhile
     */
    public static <T> T call(AwsCall call, Supplier<T> request) throws OperationException, InterruptedException {
        try {
            return request.get();
        } catch (AbortedException e) {
            throw interrupted(e);
        } catch (SdkException e) {
            throw translate(call, e);
        }
    }

    /** As {@link #call}, of what has no result. */
    public static void run(AwsCall call, Runnable request) throws OperationException, InterruptedException {
        call(call, () -> {
            request.run();
            return null;
        });
    }

    /** The interrupt that made the SDK give up; the thread's flag is cleared, as the exception tells of it. */
    public static InterruptedException interrupted(AbortedException e) {
        Thread.interrupted();
        InterruptedException interrupted = new InterruptedException("interrupted while calling AWS");
        interrupted.initCause(e);
        return interrupted;
    }

    /** The error's code, or an empty string when it is none of a service. */
    public static String code(Throwable e) {
        return e instanceof AwsServiceException service
                        && service.awsErrorDetails() != null
                        && service.awsErrorDetails().errorCode() != null
                ? service.awsErrorDetails().errorCode()
                : "";
    }

    /** Whether another instance type or availability zone may do where this one did not. */
    public static boolean isCapacity(Throwable e) {
        return CAPACITY.contains(code(e));
    }

    /** Whether the account's quota for this family or resource is used up. */
    public static boolean isQuota(Throwable e) {
        return QUOTA.contains(code(e));
    }

    /**
     * Whether what was asked for may have been done although the call failed: its answer got lost, a fault on AWS's side
     * came in between, or the same client token was used before with other parameters.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html">Error codes for the
     *     Amazon EC2 API: server error codes</a>
     */
    public static boolean isDoubtful(SdkException e) {
        if (!(e instanceof AwsServiceException service)) {
            return true;
        }
        boolean refused = isCapacity(e) || isQuota(e) || PassingErrors.isThrottled(code(e));
        return code(e).equals("IdempotentParameterMismatch") || (service.statusCode() >= 500 && !refused);
    }

    /** Whether the caller lacks a permission. The answer to a HEAD has no body that could name the code. */
    public static boolean isDenied(Throwable e) {
        String code = code(e);
        return DENIED.contains(code)
                || (code.isEmpty() && e instanceof AwsServiceException service && service.statusCode() == 403);
    }

    /** The message for an error that a call ended in; it knows whether the call is worth making again. */
    public static OperationException translate(AwsCall made, SdkException e) {
        OperationException told = tell(made, e);
        return PassingErrors.contain(made, e) ? told.passing() : told;
    }

    private static OperationException tell(AwsCall made, SdkException e) {
        AwsCall call = behind(made, e);
        if (e instanceof SdkClientException) {
            return unreachable(call, e);
        }
        String code = code(e);
        if (OFF_CLOCK.contains(code) || OFF_CLOCK_WORDS.matcher(sentence(e)).find()) {
            return new OperationException(
                    "The controller's clock differs from that of AWS (" + call + " answered " + code + ": "
                            + sentence(e) + ")",
                    "Set the clock of the controller right, and let it be kept so (chrony, NTP)",
                    e);
        }
        if (isDenied(e)) {
            return Denials.of(call, e, sentence(e));
        }
        if (code.startsWith("TagPolicy")) {
            return Denials.ofTagPolicy(call, e, sentence(e));
        }
        if (EXPIRED.contains(code)) {
            return new OperationException(
                    "The AWS credentials have expired (" + call + " answered " + code + ")",
                    "Renew the session token behind the credentials, or use credentials that assume a role, which are"
                            + " renewed by themselves" + clockRemedy(code),
                    e);
        }
        if (UNKNOWN_IDENTITY.contains(code)) {
            return new OperationException(
                    "AWS does not accept the credentials (" + call + " answered " + code + ")",
                    "Check access key id and secret access key of the credentials, that the key is active, and that the"
                            + " region is enabled in the account",
                    e);
        }
        if (QUOTA.contains(code)) {
            return new OperationException(
                    "A quota of the account is used up (" + call + " answered " + code + ": " + sentence(e) + ")",
                    "Ask for more in the Service Quotas console, or name other instanceTypes",
                    e);
        }
        if (CAPACITY.contains(code)) {
            return new OperationException(
                    "AWS has no machine to give (" + call + " answered " + code + ": " + sentence(e) + ")",
                    "Name more instanceTypes or subnets in other availability zones, or try again later",
                    e);
        }
        if (PassingErrors.isThrottled(code)) {
            return new OperationException(
                    "AWS throttles " + call, "Try again later, or spread the jobs that share the account", e);
        }
        if (code.isEmpty() && e instanceof AwsServiceException service) {
            return withoutCode(call, service);
        }
        return new OperationException(
                "AWS refused " + call + " with " + code + ": " + sentence(e), AwsRemedies.of(code), e);
    }

    /** EC2 answers the same to an old session token and to a request whose date is more than 15 minutes off. */
    private static String clockRemedy(String code) {
        return code.equals("RequestExpired") ? "; and see that the controller's clock is right" : "";
    }

    /** Credentials that assume a role do so within the call that needs them. GetCallerIdentity cannot be denied. */
    private static AwsCall behind(AwsCall call, SdkException e) {
        boolean own = call.service().equals(AwsCall.ASSUME_ROLE.service()) && !isDenied(e);
        return e instanceof StsException && !own ? AwsCall.ASSUME_ROLE : call;
    }

    private static OperationException unreachable(AwsCall call, SdkException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return new OperationException(
                        "There is no endpoint for " + call + " in this region (" + cause.getMessage() + ")",
                        "Check the region's name, or the proxy and DNS of the controller",
                        e);
            }
        }
        if (String.valueOf(e.getMessage()).contains("Unable to load credentials")) {
            return new OperationException(
                    "There are no AWS credentials", "Name credentialsId, or give the controller an instance role", e);
        }
        return new OperationException(
                        "AWS could not be reached for " + call + " (" + sentence(e) + ")",
                        "Check the network, proxy and endpoint overrides of the controller",
                        e)
                .passing();
    }

    /** AWS names a code with each error but for those of HEAD; a proxy, a gateway or an emulator may name none. */
    private static OperationException withoutCode(AwsCall call, AwsServiceException e) {
        return new OperationException(
                "What answered " + call + " said HTTP " + e.statusCode() + " and no error code",
                "Check the endpoint overrides and the proxy of the controller, which may lead elsewhere than to AWS",
                e);
    }

    /** AWS's own words without the SDK's appendix of status code and request ids. */
    private static String sentence(SdkException e) {
        String text = e instanceof AwsServiceException service && service.awsErrorDetails() != null
                ? service.awsErrorDetails().errorMessage()
                : e.getMessage();
        return ForeignText.line(String.valueOf(text), SENTENCE)
                .replaceAll("\\s*\\((Service|SDK Attempt|Request).*$", "")
                .replaceAll("\\.+\\s*$", "")
                .replaceAll("\\s+", " ")
                .trim();
    }
}
