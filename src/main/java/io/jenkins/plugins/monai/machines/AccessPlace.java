package io.jenkins.plugins.monai.machines;

import io.jenkins.plugins.monai.config.AccessMemory;
import io.jenkins.plugins.monai.config.AwsAccess;
import io.jenkins.plugins.monai.config.AwsProfile;
import io.jenkins.plugins.monai.config.MonaiDeployConfiguration;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.reaper.ReaperPlace;
import java.util.ArrayList;
import java.util.List;

/** A region, by a way into it: all profiles, and the ways that runs have gone besides. */
final class AccessPlace implements ReaperPlace {

    private interface Way {
        /** @throws IllegalArgumentException it is none */
        AwsClients open() throws OperationException;
    }

    private final String title;
    private final Way way;

    private AccessPlace(String title, Way way) {
        this.title = title;
        this.way = way;
    }

    static List<ReaperPlace> all() {
        AccessMemory memory = AccessMemory.get();
        List<ReaperPlace> places = new ArrayList<>();
        List<AwsAccess> ofProfiles = new ArrayList<>();
        for (AwsProfile profile : MonaiDeployConfiguration.get().getProfiles()) {
            if (profile.getRegion() != null) {
                String title = "profile " + profile.getName() + ", " + profile.getRegion();
                places.add(new AccessPlace(title, () -> ofProfile(profile, memory)));
                note(profile, ofProfiles);
            }
        }
        List<AwsAccess> seen = new ArrayList<>(ofProfiles);
        for (AccessMemory.Use use : memory.all()) {
            if (seen.stream().noneMatch(use.access()::isLike)) {
                seen.add(use.access());
                places.add(new AccessPlace(
                        "job " + use.job() + ", " + use.access().region(),
                        () -> use.access().openAfter(use.job())));
            }
        }
        return places;
    }

    private static AwsAccess access(AwsProfile profile) {
        return AwsAccess.ofProfile(profile.getRegion(), profile);
    }

    /** Its credentials may lie in a folder: then they are looked up for a job in it. */
    private static AwsClients ofProfile(AwsProfile profile, AccessMemory memory) throws OperationException {
        AwsAccess access = access(profile);
        return access.openAfter(memory.lastJob(access).orElse(null));
    }

    private static void note(AwsProfile profile, List<AwsAccess> accesses) {
        try {
            accesses.add(access(profile));
        } catch (IllegalArgumentException e) {
            // The round reports it.
        }
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public AwsClients open() throws OperationException {
        return way.open();
    }
}
