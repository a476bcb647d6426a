package io.jenkins.plugins.monai.engine.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Requests to registries: credentials, redirects, and another attempt where one may help. */
final class RegistryHttp {

    /** What a request is for: reads a successful answer. */
    interface ReplyReader<T> {
        T read(Reply reply) throws IOException;
    }

    /** A blob may take as long as it does at this speed, and a document's time beside. */
    private static final long SLOWEST_BYTES_PER_SECOND = 64 * 1024;

    private static final int MAX_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final HttpClient http;
    private final Authorizations authorizations;
    private final RetryPolicy retries;
    private final Sleeper sleeper;
    private final Duration responseTimeout;
    private final Duration idleTimeout;
    private final Duration bodyTimeout;

    RegistryHttp(
            HttpClient http,
            RegistryCredentials credentials,
            RetryPolicy retries,
            Sleeper sleeper,
            Duration responseTimeout,
            Duration idleTimeout,
            Duration bodyTimeout) {
        this.http = http;
        this.authorizations = new Authorizations(credentials, this::token);
        this.retries = retries;
        this.sleeper = sleeper;
        this.responseTimeout = responseTimeout;
        this.idleTimeout = idleTimeout;
        this.bodyTimeout = bodyTimeout;
    }

    /**
     * Sends a request until it succeeds, fails for good, or the attempts are used up.
     *
     * @throws RegistryException the registry did not do it
     * @throws IOException the reader's own failure, or that of the credentials
     */
    <T> T execute(RegistryRequest request, ReplyReader<T> reader) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Optional<Duration> retryAfter = Optional.empty();
            RegistryException failure;
            try (Reply reply = authorized(request)) {
                if (reply.isSuccess()) {
                    return read(reply, reader);
                }
                retryAfter = reply.retryAfter();
                failure = reply.error("The request for the " + request.what());
            } catch (RegistryException e) {
                failure = e;
            } catch (InterruptedIOException e) {
                Thread.interrupted();
                throw new InterruptedException(e.getMessage());
            }
            if (!failure.isTransient() || attempt >= retries.attempts()) {
                throw failure;
            }
            sleeper.sleep(retries.delay(attempt, retryAfter));
        }
    }

    /** As {@link #execute}, with one attempt and the credentials as known: for what must not be repeated as it is. */
    <T> T once(RegistryRequest request, ReplyReader<T> reader) throws IOException, InterruptedException {
        String authorization = request.isOfItsRegistry() ? authorizations.known(request) : null;
        try (Reply reply = exchange(request, authorization)) {
            if (reply.isSuccess()) {
                return read(reply, reader);
            }
            throw reply.error("The request for the " + request.what());
        }
    }

    /** A transfer that broke off is the cause of whatever the reader made of it. */
    private static <T> T read(Reply reply, ReplyReader<T> reader) throws IOException {
        try {
            return reader.read(reply);
        } catch (IOException e) {
            RegistryException broken = reply.body().failure();
            if (broken != null && broken != e) {
                broken.addSuppressed(e);
                throw broken;
            }
            throw e;
        }
    }

    /** Answers a refusal with the credentials, and a refusal of those with renewed ones, once. */
    private Reply authorized(RegistryRequest request) throws IOException, InterruptedException {
        if (!request.isOfItsRegistry()) {
            return exchange(request, null);
        }
        String authorization = authorizations.known(request);
        Reply reply = exchange(request, authorization);
        boolean renewed = false;
        while (!renewed && reply.asksForCredentials()) {
            renewed = authorization != null;
            Optional<String> better;
            try (Reply refusal = reply) {
                better = authorizations.answer(request, refusal, authorization);
            }
            if (better.isEmpty()) {
                return reply;
            }
            authorization = better.get();
            reply = exchange(request, authorization);
        }
        return reply;
    }

    private Reply token(URI uri, String authorization) throws IOException, InterruptedException {
        return exchange("GET", uri, "application/json", authorization, "token of the registry", bodyTimeout, null);
    }

    private Reply exchange(RegistryRequest request, String authorization) throws IOException, InterruptedException {
        Duration limit = bodyTimeout.plusSeconds(request.bytes() / SLOWEST_BYTES_PER_SECOND);
        return exchange(
                request.method(),
                request.uri(),
                request.accept(),
                authorization,
                request.what(),
                limit,
                request.content());
    }

    /** One exchange with its redirects. The credentials go no further than to the origin they were meant for. */
    private Reply exchange(
            String method,
            URI origin,
            String accept,
            String authorization,
            String what,
            Duration limit,
            RegistryRequest.Content content)
            throws IOException, InterruptedException {
        URI uri = origin;
        String credentials = authorization;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            Reply reply = send(method, uri, accept, credentials, what, limit, content);
            Optional<String> location = reply.header("Location");
            if (content != null || !REDIRECTS.contains(reply.status()) || location.isEmpty()) {
                return reply;
            }
            reply.close();
            uri = redirected(uri, location.get());
            // A stranger that sends back to the registry chooses what is asked there: the credentials stay away.
            credentials = sameOrigin(origin, uri) ? credentials : null;
        }
        throw RegistryException.invalid("The request for the " + what + " was redirected too often", null);
    }

    private static URI redirected(URI from, String location) throws RegistryException {
        String absolute = location;
        if (location.startsWith("/") && !location.startsWith("//")) {
            absolute = from.getScheme() + "://" + from.getRawAuthority() + location;
        }
        URI to = Reply.uri(absolute, "storage");
        if ("https".equals(from.getScheme()) && !"https".equals(to.getScheme())) {
            throw RegistryException.invalid(
                    "The registry " + from.getHost() + " redirects to " + to.getHost() + " without TLS", null);
        }
        return to;
    }

    /** Whether two addresses have scheme, host and port in common (RFC 6454, section 4). */
    static boolean sameOrigin(URI one, URI other) {
        return one.getScheme().equals(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equals(uri.getScheme()) ? 443 : 80;
    }

    private Reply send(
            String method,
            URI uri,
            String accept,
            String authorization,
            String what,
            Duration limit,
            RegistryRequest.Content content)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("User-Agent", "jenkins-monai-deploy");
        if (accept != null) {
            request.header("Accept", accept);
        }
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        try {
            HttpResponse<InputStream> response = content == null
                    ? http.send(
                            request.method(method, BodyPublishers.noBody())
                                    .timeout(responseTimeout)
                                    .build(),
                            BodyHandlers.ofInputStream())
                    : new Sending(http, idleTimeout).send(method, request, content);
            return new Reply(response, new BodyStream(response.body(), idleTimeout, limit, what));
        } catch (Sending.UnreadableBody e) {
            throw e;
        } catch (HttpTimeoutException e) {
            throw unreachable(uri, what, "did not answer in time", e);
        } catch (IOException e) {
            throw unreachable(uri, what, "could not be reached", e);
        }
    }

    private static RegistryException unreachable(URI uri, String what, String how, IOException cause) {
        return RegistryException.unavailable(uri.getRawAuthority() + " " + how + " for the " + what, cause);
    }
}
