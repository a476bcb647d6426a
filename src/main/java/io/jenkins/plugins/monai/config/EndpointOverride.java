package io.jenkins.plugins.monai.config;

import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import io.jenkins.plugins.monai.Texts;
import io.jenkins.plugins.monai.engine.aws.Endpoints;
import io.jenkins.plugins.monai.form.EndpointLines;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * An endpoint in place of AWS's own: see {@link Endpoints} for the keys. Immutable; forms have {@linkplain
 * EndpointLines lines} instead.
 */
public final class EndpointOverride extends AbstractDescribableImpl<EndpointOverride> {

    private final String service;
    private final String url;

    /** @throws IllegalArgumentException one of the two is empty */
    @DataBoundConstructor
    public EndpointOverride(String service, String url) {
        this.service = Util.fixEmptyAndTrim(service);
        this.url = Util.fixEmptyAndTrim(url);
        if (this.service == null || this.url == null) {
            throw new IllegalArgumentException(Texts.get("EndpointLines.incomplete", service + "=" + url));
        }
    }

    /** A service's signing name, {@code aws} for all, {@code registry}, {@code ssh} or {@code checkip}. */
    public String getService() {
        return service;
    }

    public String getUrl() {
        return url;
    }

    static List<EndpointOverride> of(Map<String, String> endpoints) {
        return endpoints.entrySet().stream()
                .map(endpoint -> new EndpointOverride(endpoint.getKey(), endpoint.getValue()))
                .toList();
    }

    /** The last one of a service is that which counts. */
    public static Map<String, String> toMap(List<EndpointOverride> overrides) {
        Map<String, String> endpoints = new LinkedHashMap<>();
        overrides.forEach(override -> endpoints.put(override.service, override.url));
        return endpoints;
    }

    /** Registers the override, for configuration as code. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<EndpointOverride> {

        @Override
        public String getDisplayName() {
            return Texts.get("EndpointOverride.displayName");
        }
    }
}
