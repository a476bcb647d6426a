package io.jenkins.plugins.monai.config;

import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import io.jenkins.plugins.monai.Texts;
import org.kohsuke.stapler.DataBoundConstructor;

/** An endpoint in place of AWS's own: see {@link io.jenkins.plugins.monai.engine.aws.Endpoints} for the keys. */
public final class EndpointOverride extends AbstractDescribableImpl<EndpointOverride> {

    private final String service;
    private final String url;

    @DataBoundConstructor
    public EndpointOverride(String service, String url) {
        this.service = Util.fixEmptyAndTrim(service);
        this.url = Util.fixEmptyAndTrim(url);
    }

    /** A service's signing name, {@code aws} for all, {@code registry}, {@code ssh} or {@code checkip}. */
    public String getService() {
        return service;
    }

    public String getUrl() {
        return url;
    }

    /** Registers the override. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<EndpointOverride> {

        @Override
        public String getDisplayName() {
            return Texts.get("EndpointOverride.displayName");
        }
    }
}
