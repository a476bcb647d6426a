package io.jenkins.plugins.monai.page;

import hudson.model.Fingerprint;
import hudson.model.Job;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.springframework.security.access.AccessDeniedException;

/** Which build made an image, and which ones have it run. Builds of jobs that whoever asks may not read are left out. */
@ExportedBean(defaultVisibility = 3)
public final class ImageBuilds {

    private static final Logger LOGGER = Logger.getLogger(ImageBuilds.class.getName());
    private static final int SHOWN = 20;

    private final String id;
    private final BuildLink maker;
    private final List<BuildLink> users;

    private ImageBuilds(String id, BuildLink maker, List<BuildLink> users) {
        this.id = id;
        this.maker = maker;
        this.users = users;
    }

    /** @return null where Jenkins does not know the image */
    static ImageBuilds of(String digest) {
        try {
            Optional<Fingerprint> fingerprint = ImageFingerprint.find(digest);
            return fingerprint.isEmpty()
                    ? null
                    : of(ImageFingerprint.idOf(digest).orElseThrow(), fingerprint.get());
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The fingerprint of " + digest, e);
            return null;
        }
    }

    private static ImageBuilds of(String id, Fingerprint fingerprint) {
        Fingerprint.BuildPtr original = fingerprint.getOriginal();
        BuildLink maker = original == null
                ? null
                : job(original.getName())
                        .map(job -> link(job, original.getNumber()))
                        .orElse(null);
        List<BuildLink> users = new ArrayList<>();
        for (String name : fingerprint.getJobs()) {
            Optional<Job<?, ?>> job = job(name);
            for (int number : fingerprint.getRangeSet(name).listNumbersReverse()) {
                boolean made = original != null && original.getName().equals(name) && original.getNumber() == number;
                if (job.isPresent() && !made && users.size() < SHOWN) {
                    users.add(link(job.get(), number));
                }
            }
        }
        return new ImageBuilds(id, maker, users);
    }

    private static BuildLink link(Job<?, ?> job, int number) {
        return new BuildLink(job.getFullName(), number, job.getUrl() + number + "/");
    }

    private static Optional<Job<?, ?>> job(String fullName) {
        try {
            return Optional.ofNullable(Jenkins.get().getItemByFullName(fullName, Job.class));
        } catch (AccessDeniedException e) {
            // Whoever asks may know that it exists, and no more.
            return Optional.empty();
        }
    }

    /** Of the fingerprint. */
    @Exported
    public String getId() {
        return id;
    }

    /** Null where no build of this controller made it, or one that may not be seen. */
    @Exported(inline = true)
    public BuildLink getMaker() {
        return maker;
    }

    /** The newest of each job first, at most twenty. */
    @Exported(inline = true)
    public List<BuildLink> getUsers() {
        return users;
    }
}
