package hudson;

import hudson.util.Secret;
import java.net.http.HttpClient;
import java.util.List;
import java.util.regex.Pattern;

public final class ProxyConfiguration {
    public final String name = null;
    public final int port = 0;

    public String getUserName() {
        throw new UnsupportedOperationException();
    }

    public Secret getSecretPassword() {
        throw new UnsupportedOperationException();
    }

    public List<Pattern> getNoProxyHostPatterns() {
        throw new UnsupportedOperationException();
    }

    public static HttpClient.Builder newHttpClientBuilder() {
        throw new UnsupportedOperationException();
    }
}
