package io.jenkins.plugins.monai.engine.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends a request whose body may take hours: not the whole of it is limited, but how long nothing of it moves. That is
 * what {@link HttpRequest.Builder#timeout} cannot tell apart.
 */
record Sending(HttpClient http, Duration idleTimeout) {

    /** @throws IOException the source could not be read, the connection broke, or nothing moved for too long */
    HttpResponse<InputStream> send(String method, HttpRequest.Builder request, RegistryRequest.Content content)
            throws IOException, InterruptedException {
        request.header("Content-Type", content.type());
        try (SentBody body = content.body().get()) {
            return send(request.method(method, body.publisher()).build(), body);
        }
    }

    private HttpResponse<InputStream> send(HttpRequest request, SentBody body)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<InputStream>> answer = http.sendAsync(request, BodyHandlers.ofInputStream());
        try {
            return answered(answer, body);
        } catch (ExecutionException e) {
            if (body.failure() != null) {
                throw new UnreadableBody(body.failure());
            }
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private HttpResponse<InputStream> answered(CompletableFuture<HttpResponse<InputStream>> answer, SentBody body)
            throws IOException, InterruptedException, ExecutionException {
        long before = -1;
        while (true) {
            try {
                return answer.get(idleTimeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (body.taken() == before) {
                    throw new HttpTimeoutException("nothing was sent for " + idleTimeout.toSeconds() + " s");
                }
                before = body.taken();
            }
        }
    }

    /** What was to be sent could not be read: another attempt does not help, and the registry has no part in it. */
    static final class UnreadableBody extends IOException {

        private static final long serialVersionUID = 1L;

        UnreadableBody(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
