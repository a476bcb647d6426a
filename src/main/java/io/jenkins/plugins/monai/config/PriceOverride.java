package io.jenkins.plugins.monai.config;

import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import org.kohsuke.stapler.DataBoundConstructor;

/** A price in place of the bundled table's, such as that of a contract. Immutable. */
public final class PriceOverride extends AbstractDescribableImpl<PriceOverride> {

    private final String region;
    private final String instanceType;
    private final Double usdPerHour;

    /**
     * @param instanceType {@code gp3} for the volume
     * @param usdPerHour 0 to 10,000; of one GiB and month for {@code gp3}
     */
    @DataBoundConstructor
    public PriceOverride(String region, String instanceType, Double usdPerHour) {
        this.region = Util.fixEmptyAndTrim(region);
        this.instanceType = Util.fixEmptyAndTrim(instanceType);
        this.usdPerHour = usdPerHour;
    }

    public String getRegion() {
        return region;
    }

    public String getInstanceType() {
        return instanceType;
    }

    public Double getUsdPerHour() {
        return usdPerHour;
    }

    /** As {@link io.jenkins.plugins.monai.engine.cost.PriceTable#with} wants it. */
    String key() {
        return Util.fixNull(region) + "/" + Util.fixNull(instanceType);
    }
}
