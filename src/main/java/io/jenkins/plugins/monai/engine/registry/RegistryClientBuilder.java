package io.jenkins.plugins.monai.engine.registry;

import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/** Puts a {@link RegistryClient} together. */
public final class RegistryClientBuilder {

    private HttpClient.Builder http = HttpClient.newBuilder();
    private RegistryCredentials credentials = RegistryCredentials.anonymous();
    private Sleeper sleeper = Sleeper.real();
    private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
    private int attempts = 4;
    private Duration connectTimeout = Duration.ofSeconds(15);
    private Duration responseTimeout = Duration.ofSeconds(60);
    private Duration idleTimeout = Duration.ofSeconds(60);
    private Duration bodyTimeout = Duration.ofMinutes(2);

    RegistryClientBuilder() {}

    /** A builder with proxy, proxy authenticator and trust store set; the client sets the rest. */
    public RegistryClientBuilder http(HttpClient.Builder builder) {
        this.http = Objects.requireNonNull(builder);
        return this;
    }

    /** Which proxy leads to the registry and to the storage it redirects to. */
    public RegistryClientBuilder proxy(ProxySelector selector) {
        http.proxy(Objects.requireNonNull(selector));
        return this;
    }

    /** Asked only when a registry asks. Default: anonymous. */
    public RegistryClientBuilder credentials(RegistryCredentials source) {
        this.credentials = Objects.requireNonNull(source);
        return this;
    }

    RegistryClientBuilder sleeper(Sleeper newSleeper) {
        this.sleeper = Objects.requireNonNull(newSleeper);
        return this;
    }

    /** @param newRandom jitter, at least 0 and less than 1 */
    RegistryClientBuilder random(DoubleSupplier newRandom) {
        this.random = Objects.requireNonNull(newRandom);
        return this;
    }

    /** How long a connection, the headers of an answer, and the next byte of it are waited for. */
    public RegistryClientBuilder timeouts(Duration connect, Duration response, Duration idle) {
        this.connectTimeout = Objects.requireNonNull(connect);
        this.responseTimeout = Objects.requireNonNull(response);
        this.idleTimeout = Objects.requireNonNull(idle);
        return this;
    }

    /** How long the body of a document may take in all; that of a blob a second more for each 64 KiB. */
    public RegistryClientBuilder bodyTimeout(Duration body) {
        this.bodyTimeout = Objects.requireNonNull(body);
        return this;
    }

    public RegistryClient build() {
        HttpClient client = http.followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connectTimeout)
                .build();
        return new RegistryClient(new RegistryHttp(
                client,
                credentials,
                new RetryPolicy(attempts, random),
                sleeper,
                responseTimeout,
                idleTimeout,
                bodyTimeout));
    }
}
