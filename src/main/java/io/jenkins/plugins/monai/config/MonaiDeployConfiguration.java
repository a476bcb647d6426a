package io.jenkins.plugins.monai.config;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import jenkins.model.GlobalConfiguration;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;

/** What an administrator sets for all jobs, in the form or as code ({@code unclassified: monaiDeploy:}). */
@Extension
@Symbol("monaiDeploy")
public final class MonaiDeployConfiguration extends GlobalConfiguration {

    private List<AwsProfile> profiles = new ArrayList<>();

    public MonaiDeployConfiguration() {
        load();
    }

    public static MonaiDeployConfiguration get() {
        return ExtensionList.lookupSingleton(MonaiDeployConfiguration.class);
    }

    public List<AwsProfile> getProfiles() {
        return profiles;
    }

    @DataBoundSetter
    public void setProfiles(List<AwsProfile> profiles) {
        this.profiles = profiles == null ? new ArrayList<>() : new ArrayList<>(profiles);
        save();
    }

    /**
     * The profile of that name.
     *
     * @param name null for the first one, or for {@link AwsProfile#none()} where none is configured
     * @throws OperationException there is no profile of that name
     */
    public AwsProfile profile(String name) throws OperationException {
        if (name == null) {
            return profiles.isEmpty() ? AwsProfile.none() : profiles.get(0);
        }
        return profiles.stream()
                .filter(p -> name.equals(p.getName()))
                .findFirst()
                .orElseThrow(() -> new OperationException(
                        "There is no AWS profile '" + name + "'",
                        profiles.isEmpty()
                                ? "Ask the administrator of this Jenkins to add it under Manage Jenkins, System"
                                : "Name one of: "
                                        + profiles.stream()
                                                .map(AwsProfile::getName)
                                                .collect(Collectors.joining(", "))));
    }
}
