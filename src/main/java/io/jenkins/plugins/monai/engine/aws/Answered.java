package io.jenkins.plugins.monai.engine.aws;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A call whose answer must not be lost, as it tells what was made: an interrupt does not end it. Whoever aborts a run in
 * the middle of a launch knows the machine then, instead of having to look for one.
 */
public final class Answered {

    /** What an interrupt leaves to a call that is under way; RunInstances answers within seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Answered() {}

    /**
     * Makes the call on a thread of its own. The caller's flag is set afterwards if it was interrupted meanwhile.
     *
     * @throws RuntimeException the call's own; after an interrupt and 20 s that of a call that was interrupted
     */
    public static <T> T call(Supplier<T> request) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Thread caller = new Thread(() -> answer(request, answer), "A call to AWS whose answer counts");
        caller.setDaemon(true);
        caller.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return interrupted ? answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS) : answer.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    caller.interrupt();
                    return unwrapped(answer);
                }
            }
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** An interrupted call ends at once. */
    private static <T> T unwrapped(CompletableFuture<T> answer) throws ExecutionException {
        while (true) {
            try {
                return answer.get();
            } catch (InterruptedException e) {
                // It is over in a moment.
            }
        }
    }

    private static <T> void answer(Supplier<T> request, CompletableFuture<T> answer) {
        try {
            answer.complete(request.get());
        } catch (RuntimeException | Error e) { // handed to the thread that waits
            answer.completeExceptionally(e);
        }
    }

    private static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException exception ? exception : new IllegalStateException(thrown);
    }
}
