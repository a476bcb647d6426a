package io.jenkins.plugins.monai.engine.aws.json;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.AcquireInitialTokenResponse;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

/** Tries as often, and with such pauses, as the SDK's standard retry strategy has it, within one deadline. */
final class Attempts {

    private final RetryStrategy strategy = AwsRetryStrategy.standardRetryStrategy();
    private final Duration timeout;

    /** @param timeout of a call with all its attempts */
    Attempts(Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * @param attempt given the time that is left
     * @throws AbortedException the thread was interrupted; its flag is set
     * @throws SdkException that of the last attempt
     */
    <T> T run(Function<Duration, T> attempt) {
        long begun = System.nanoTime();
        AcquireInitialTokenResponse first = strategy.acquireInitialToken(AcquireInitialTokenRequest.create("call"));
        RetryToken token = first.token();
        pause(first.delay());
        while (true) {
            try {
                T result = attempt.apply(left(begun));
                strategy.recordSuccess(RecordSuccessRequest.create(token));
                return result;
            } catch (SdkException e) {
                RefreshRetryTokenResponse next = next(token, e);
                if (left(begun).compareTo(next.delay()) <= 0) {
                    throw e;
                }
                token = next.token();
                pause(next.delay());
            }
        }
    }

    private Duration left(long begun) {
        return timeout.minusNanos(System.nanoTime() - begun);
    }

    private RefreshRetryTokenResponse next(RetryToken token, SdkException failure) {
        if (failure instanceof ApiCallTimeoutException) {
            throw failure;
        }
        try {
            return strategy.refreshRetryToken(RefreshRetryTokenRequest.builder()
                    .token(token)
                    .failure(failure)
                    .suggestedDelay(retryAfter(failure).orElse(Duration.ZERO))
                    .build());
        } catch (TokenAcquisitionFailedException e) {
            throw failure;
        }
    }

    private static Optional<Duration> retryAfter(SdkException failure) {
        if (!(failure instanceof AwsServiceException service)) {
            return Optional.empty();
        }
        return Optional.ofNullable(service.awsErrorDetails())
                .map(AwsErrorDetails::sdkHttpResponse)
                .flatMap(response -> response.firstMatchingHeader("Retry-After"))
                .filter(seconds -> seconds.matches("\\d{1,9}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }

    /** An interrupt from before counts as well, as it does between the stages of the SDK's own clients. */
    private static void pause(Duration delay) {
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AbortedException.create("interrupted while calling AWS", e);
        }
    }
}
