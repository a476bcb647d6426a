package io.jenkins.plugins.monai.config;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Descriptor;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.monai.Texts;
import io.jenkins.plugins.monai.engine.cost.PriceTable;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** What an administrator sets for all jobs, in the form or as code ({@code unclassified: monaiDeploy:}). */
@Extension
@Symbol("monaiDeploy")
public final class MonaiDeployConfiguration extends GlobalConfiguration {

    private List<AwsProfile> profiles = new ArrayList<>();
    private List<PriceOverride> prices = new ArrayList<>();
    /** Null for what is done where nothing was said. */
    private ReaperMode reaper;

    public MonaiDeployConfiguration() {
        load();
    }

    public static MonaiDeployConfiguration get() {
        return ExtensionList.lookupSingleton(MonaiDeployConfiguration.class);
    }

    /** The first one is that of steps which name none. */
    public List<AwsProfile> getProfiles() {
        return Collections.unmodifiableList(profiles);
    }

    /** @throws IllegalArgumentException a profile has no name, two have the same, or a pattern of jobs is none */
    @DataBoundSetter
    public void setProfiles(List<AwsProfile> profiles) {
        List<AwsProfile> given = profiles == null ? List.of() : profiles;
        checkProfiles(given);
        this.profiles = new ArrayList<>(given);
        save();
    }

    /** Never null. */
    public List<PriceOverride> getPrices() {
        return prices == null ? List.of() : Collections.unmodifiableList(prices);
    }

    /** @throws IllegalArgumentException a price is wrong, or there are two for the same */
    @DataBoundSetter
    public void setPrices(List<PriceOverride> prices) {
        List<PriceOverride> given = prices == null ? List.of() : prices;
        checkPrices(given);
        this.prices = new ArrayList<>(given);
        save();
    }

    /** What becomes of what runs have left in AWS; never null. */
    public ReaperMode getReaper() {
        return reaper == null ? ReaperMode.REMOVE : reaper;
    }

    @DataBoundSetter
    public void setReaper(ReaperMode reaper) {
        this.reaper = reaper == ReaperMode.REMOVE ? null : reaper;
        save();
    }

    @POST
    public ListBoxModel doFillReaperItems() {
        ListBoxModel modes = new ListBoxModel();
        modes.add(Texts.get("MonaiDeployConfiguration.remove"), ReaperMode.REMOVE.name());
        modes.add(Texts.get("MonaiDeployConfiguration.report"), ReaperMode.REPORT.name());
        modes.add(Texts.get("MonaiDeployConfiguration.never"), ReaperMode.NEVER.name());
        return modes;
    }

    /** See {@link PriceTable#with}. */
    public Map<String, Double> priceOverrides() {
        return overrides(getPrices());
    }

    /**
     * The profile of that name, if the asker may use it.
     *
     * @param name null for the first one, or for {@link AwsProfile#none()} where none is configured
     * @param asker for whom it is
     * @throws OperationException there is no profile of that name, or it is for other jobs
     */
    public AwsProfile profile(String name, ProfileUser asker) throws OperationException {
        if (name == null && profiles.isEmpty()) {
            return AwsProfile.none();
        }
        AwsProfile found = name == null
                ? profiles.get(0)
                : profiles.stream()
                        .filter(p -> name.equals(p.getName()))
                        .findFirst()
                        .orElseThrow(() -> new OperationException(
                                "There is no AWS profile '" + name + "'", asker.choice(profiles)));
        if (!asker.mayUse(found)) {
            throw new OperationException(
                    "The AWS profile '" + found.getName() + "'"
                            + (name == null ? ", which steps take that name none," : "") + " is not for " + asker,
                    asker.choice(profiles) + "; or ask the administrator of this Jenkins to add it to 'Jobs' of the"
                            + " profile under Manage Jenkins, System");
        }
        return found;
    }

    /** All at once, as the last profile that is removed from the form leaves nothing behind to be bound. */
    @Override
    public boolean configure(StaplerRequest2 request, JSONObject form) throws FormException {
        List<AwsProfile> formProfiles = boundProfiles(request, form.opt("profiles"));
        List<PriceOverride> formPrices = request.bindJSONToList(PriceOverride.class, form.opt("prices"));
        checked("profiles", () -> checkProfiles(formProfiles));
        checked("prices", () -> checkPrices(formPrices));
        profiles = new ArrayList<>(formProfiles);
        prices = new ArrayList<>(formPrices);
        setReaper(mode(form.optString("reaper")));
        return true;
    }

    private static ReaperMode mode(String name) throws FormException {
        try {
            return name.isEmpty() ? ReaperMode.REMOVE : ReaperMode.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new FormException(e.getMessage(), "reaper");
        }
    }

    /** By the descriptor, which knows that the form differs from the profile. */
    private static List<AwsProfile> boundProfiles(StaplerRequest2 request, Object given) throws FormException {
        List<AwsProfile> bound = new ArrayList<>();
        if (given != null) {
            Descriptor<AwsProfile> descriptor = Jenkins.get().getDescriptorByType(AwsProfileDescriptor.class);
            for (Object form : JSONArray.fromObject(given)) {
                bound.add(descriptor.newInstance(request, (JSONObject) form));
            }
        }
        return bound;
    }

    private static void checked(String field, Runnable check) throws FormException {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            throw new FormException(e.getMessage(), field);
        }
    }

    private static void checkProfiles(List<AwsProfile> profiles) {
        Set<String> names = new HashSet<>();
        for (AwsProfile profile : profiles) {
            if (profile.getName() == null) {
                throw new IllegalArgumentException(Texts.get("MonaiDeployConfiguration.noName"));
            }
            if (!names.add(profile.getName())) {
                throw new IllegalArgumentException(Texts.get("MonaiDeployConfiguration.sameName", profile.getName()));
            }
            if (profile.getJobs() != null) {
                profile.getJobs().forEach(JobPatterns::check);
            }
        }
    }

    private static void checkPrices(List<PriceOverride> prices) {
        for (PriceOverride price : prices) {
            if (price.getUsdPerHour() == null) {
                throw new IllegalArgumentException(Texts.get("MonaiDeployConfiguration.noPrice", price.key()));
            }
        }
        Map<String, Double> overrides = overrides(prices);
        if (overrides.size() < prices.size()) {
            throw new IllegalArgumentException(Texts.get("MonaiDeployConfiguration.samePrice"));
        }
        try {
            PriceTable.check(overrides);
        } catch (OperationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Map<String, Double> overrides(List<PriceOverride> prices) {
        Map<String, Double> overrides = new TreeMap<>();
        prices.forEach(price -> overrides.put(price.key(), price.getUsdPerHour()));
        return overrides;
    }
}
