package io.jenkins.plugins.monai.engine.aws;

import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * The one place that decides whether a call to AWS ended since its thread was interrupted. The SDK says so with an
 * {@link AbortedException} while it waits, but with other client exceptions while an answer is read, which would be
 * taken for a network that fails. An answer of AWS's is never one, whatever the thread's flag.
 */
final class InterruptTranslator implements ExecutionInterceptor {

    @Override
    public Throwable modifyException(Context.FailedExecution context, ExecutionAttributes attributes) {
        Throwable e = context.exception();
        if (e instanceof AbortedException || e instanceof AwsServiceException || !isInterrupt(e)) {
            return e;
        }
        return AbortedException.create("interrupted while calling AWS", e);
    }

    private static boolean isInterrupt(Throwable e) {
        if (Thread.currentThread().isInterrupted()) {
            return true;
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            boolean timeout = cause instanceof SocketTimeoutException
                    || cause.getClass().getSimpleName().contains("Timeout");
            if (!timeout
                    && (cause instanceof InterruptedException
                            || cause instanceof InterruptedIOException
                            || cause instanceof ClosedByInterruptException)) {
                return true;
            }
        }
        return false;
    }
}
