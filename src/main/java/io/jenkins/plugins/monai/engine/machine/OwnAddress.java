package io.jenkins.plugins.monai.engine.machine;

import io.jenkins.plugins.monai.engine.aws.Endpoints;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

/** The address from which this process reaches the internet: the only one that a temporary security group lets in. */
public final class OwnAddress {

    /** The endpoint override's key. */
    public static final String ENDPOINT = "checkip";

    private static final URI CHECK_IP = URI.create("https://checkip.amazonaws.com/");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** An address and its line's end. */
    private static final int MAX_BYTES = 64;

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]{2,39}");

    private OwnAddress() {}

    /**
     * Asks AWS's own service which address the question came from.
     *
     * @return a CIDR of one address
     * @throws OperationException the service does not answer
     */
    public static String cidr(Endpoints endpoints, ProxySelector proxy)
            throws OperationException, InterruptedException {
        URI uri = endpoints.toMap().containsKey(ENDPOINT)
                ? URI.create(endpoints.toMap().get(ENDPOINT))
                : CHECK_IP;
        try {
            HttpClient client =
                    HttpClient.newBuilder().proxy(proxy).connectTimeout(TIMEOUT).build();
            HttpResponse<InputStream> response = client.send(
                    HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofInputStream());
            String address;
            try (InputStream body = response.body()) {
                address = new String(body.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII).trim();
            }
            if (response.statusCode() == 200 && IPV4.matcher(address).matches()) {
                return address + "/32";
            }
            if (response.statusCode() == 200 && IPV6.matcher(address).matches()) {
                return address + "/128";
            }
            throw unknown(uri + " answered " + response.statusCode(), null);
        } catch (IOException e) {
            throw unknown(uri + " does not answer: " + e.getMessage(), e);
        }
    }

    private static OperationException unknown(String why, IOException cause) {
        return new OperationException(
                "The address that the temporary security group is to let in is not known (" + why + ")",
                "Name it in sshCidr, or name a securityGroup that lets the controller in",
                cause);
    }
}
