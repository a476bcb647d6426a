package io.jenkins.plugins.monai.config;

import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import io.jenkins.plugins.monai.Texts;
import io.jenkins.plugins.monai.engine.aws.Endpoints;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * An endpoint in place of AWS's own: see {@link Endpoints} for the keys. Forms have a text with one in each line: a
 * service, {@code =} and a URL. Immutable.
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
            throw new IllegalArgumentException(Texts.get("EndpointOverride.incomplete", service + "=" + url));
        }
    }

    /** A service's signing name, {@code aws} for all, {@code registry}, {@code ssh} or {@code checkip}. */
    public String getService() {
        return service;
    }

    public String getUrl() {
        return url;
    }

    /**
     * @param lines a form's text
     * @throws IllegalArgumentException a line has no service or no URL; the message quotes it
     */
    static List<EndpointOverride> parse(String lines) {
        List<EndpointOverride> overrides = new ArrayList<>();
        for (String line : Lines.split(lines)) {
            String[] parts = line.split("=", 2);
            overrides.add(new EndpointOverride(parts[0], parts.length > 1 ? parts[1] : ""));
        }
        return overrides;
    }

    /** The text for the form. */
    static String join(List<EndpointOverride> overrides) {
        return overrides.stream()
                .map(override -> override.service + "=" + override.url)
                .collect(Collectors.joining("\n"));
    }

    /** @throws IllegalArgumentException a service's URL is none; the message names its key */
    static Endpoints toEndpoints(List<EndpointOverride> overrides) {
        Map<String, String> urls = new LinkedHashMap<>();
        overrides.forEach(override -> urls.put(override.service, override.url));
        return Endpoints.of(urls);
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
