package io.jenkins.plugins.monai.lab;

import com.github.tomakehurst.wiremock.http.Request;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;

/** The emulator behind the front, for calls whose answer the front wants to see. */
final class Upstream {

    private static final Set<String> OWN = Set.of("host", "connection", "content-length", "expect", "upgrade");
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    private final URI uri;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Upstream(URI uri) {
        this.uri = uri;
    }

    HttpResponse<String> send(AwsRequest call) throws IOException, InterruptedException {
        Request request = call.raw();
        HttpRequest.Builder copy = HttpRequest.newBuilder(uri.resolve(request.getUrl()))
                .timeout(TIMEOUT)
                .method(request.getMethod().getName(), BodyPublishers.ofByteArray(request.getBody()));
        for (String name : request.getAllHeaderKeys()) {
            if (!OWN.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                copy.setHeader(name, request.getHeader(name));
            }
        }
        return client.send(copy.build(), BodyHandlers.ofString());
    }
}
