package io.jenkins.plugins.monai.config;

import hudson.ProxyConfiguration;
import hudson.util.Secret;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;

/** The proxy of the controller's plugin manager settings, as the engine's libraries want it. */
public final class JenkinsProxy {

    private JenkinsProxy() {}

    /** Null where there is no proxy. */
    static software.amazon.awssdk.http.apache.ProxyConfiguration forAws() {
        ProxyConfiguration proxy = Jenkins.get().getProxy();
        if (proxy == null) {
            return null;
        }
        Set<String> direct =
                proxy.getNoProxyHostPatterns().stream().map(Pattern::pattern).collect(Collectors.toSet());
        return software.amazon.awssdk.http.apache.ProxyConfiguration.builder()
                .endpoint(URI.create("http://" + proxy.name + ":" + proxy.port))
                .username(proxy.getUserName())
                .password(Secret.toString(proxy.getSecretPassword()))
                .nonProxyHosts(direct)
                .useSystemPropertyValues(false)
                .useEnvironmentVariableValues(false)
                .build();
    }

    /** Direct where there is no proxy. */
    public static ProxySelector selector() {
        ProxyConfiguration proxy = Jenkins.get().getProxy();
        return proxy == null ? ProxySelector.of(null) : new Selector(proxy);
    }

    private static final class Selector extends ProxySelector {

        private final ProxyConfiguration configuration;

        Selector(ProxyConfiguration configuration) {
            this.configuration = configuration;
        }

        @Override
        public List<Proxy> select(URI uri) {
            return List.of(configuration.createProxy(uri.getHost()));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException e) {
            // The request itself fails with the same exception.
        }
    }
}
