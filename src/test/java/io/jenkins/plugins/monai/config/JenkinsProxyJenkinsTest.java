package io.jenkins.plugins.monai.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import hudson.ProxyConfiguration;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class JenkinsProxyJenkinsTest {

    @Test
    void withoutAProxyAllIsDirect(JenkinsRule jenkins) {
        jenkins.jenkins.setProxy(null);
        assertNull(JenkinsProxy.forAws());
        assertEquals(List.of(Proxy.NO_PROXY), JenkinsProxy.selector().select(URI.create("https://example.org/")));
    }

    @Test
    void theProxyAndItsExceptionsAreHandedOn(JenkinsRule jenkins) {
        jenkins.jenkins.setProxy(new ProxyConfiguration("proxy.example.org", 3128, "user", "password", "*.internal"));
        var aws = JenkinsProxy.forAws();
        assertEquals("proxy.example.org", aws.host());
        assertEquals(3128, aws.port());
        assertEquals("user", aws.username());
        assertEquals("password", aws.password());
        assertEquals(1, aws.nonProxyHosts().size());
        assertEquals(true, "ecr.internal".matches(aws.nonProxyHosts().iterator().next()));
        ProxySelector selector = JenkinsProxy.selector();
        Proxy proxy = selector.select(URI.create("https://example.org/")).get(0);
        InetSocketAddress address = (InetSocketAddress) proxy.address();
        assertEquals("proxy.example.org:3128", address.getHostString() + ":" + address.getPort());
        assertEquals(List.of(Proxy.NO_PROXY), selector.select(URI.create("https://ecr.internal/")));
    }
}
