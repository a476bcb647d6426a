package io.jenkins.plugins.monai.config;

import hudson.model.Item;
import hudson.model.Job;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** For whom a profile is asked for: a job, whoever edits one, or an administrator. Immutable. */
public final class ProfileUser {

    private final String who;
    private final Predicate<AwsProfile> use;

    private ProfileUser(String who, Predicate<AwsProfile> use) {
        this.who = who;
        this.use = use;
    }

    /** @param fullName with the folders it lies in */
    public static ProfileUser job(String fullName) {
        return new ProfileUser("the job '" + fullName + "'", profile -> profile.isFor(fullName));
    }

    /**
     * Whoever looks at the form of an item: of a folder, for the jobs in it.
     *
     * @param item null outside of one, where administrators alone are
     */
    public static ProfileUser formOf(Item item) {
        if (item == null) {
            return new ProfileUser("administrators", profile -> true);
        }
        String name = item.getFullName();
        return item instanceof Job
                ? job(name)
                : new ProfileUser("jobs in '" + name + "'", profile -> profile.isForSomeIn(name));
    }

    public boolean mayUse(AwsProfile profile) {
        return use.test(profile);
    }

    /** What can be done about a profile that cannot be used: it tells of no profile that is for others. */
    String choice(List<AwsProfile> profiles) {
        String names = profiles.stream().filter(use).map(AwsProfile::getName).collect(Collectors.joining(", "));
        return names.isEmpty()
                ? "Ask the administrator of this Jenkins to add one under Manage Jenkins, System"
                : "Name in 'profile' one of: " + names;
    }

    @Override
    public String toString() {
        return who;
    }
}
