package io.jenkins.plugins.monai.config;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.XmlFile;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * By which ways runs have reached AWS: what they left is found where they were, also where a step named region and
 * credentials itself, or a profile is no longer there. What is kept holds no secret in clear text.
 */
@Extension
public final class AccessMemory {

    private static final Logger LOGGER = Logger.getLogger(AccessMemory.class.getName());

    /** Those that were used last stay. */
    private static final int MOST = 100;

    /** Far longer than anything of a run lives. */
    private static final Duration KEPT = Duration.ofDays(30);

    /** How often a use is written down. */
    private static final Duration FINE_ENOUGH = Duration.ofHours(6);

    private List<Use> uses;

    /**
     * A way that was used.
     *
     * @param job the full name of a job that used it
     */
    public static final class Use {

        private final AwsAccess access;
        private final String job;
        private final long lastMillis;

        Use(AwsAccess access, String job, long lastMillis) {
            this.access = access;
            this.job = job;
            this.lastMillis = lastMillis;
        }

        public AwsAccess access() {
            return access;
        }

        /** The full name of a job that used it. */
        public String job() {
            return job;
        }
    }

    public static AccessMemory get() {
        return ExtensionList.lookupSingleton(AccessMemory.class);
    }

    /** Notes a use: before the run makes anything. */
    public synchronized void note(AwsAccess access, String job) {
        long now = System.currentTimeMillis();
        List<Use> known = uses();
        boolean fresh = known.stream()
                .anyMatch(u -> u.access.isLike(access) && u.job.equals(job) && isWithin(u, now, FINE_ENOUGH));
        if (fresh) {
            return;
        }
        known.removeIf(u -> (u.access.isLike(access) && u.job.equals(job)) || !isWithin(u, now, KEPT));
        known.add(new Use(access, job, now));
        known.sort(Comparator.comparingLong((Use u) -> u.lastMillis).reversed());
        if (known.size() > MOST) {
            known.subList(MOST, known.size()).clear();
        }
        try {
            file().write(new ArrayList<>(known));
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The ways to AWS could not be noted", e);
        }
    }

    private static boolean isWithin(Use use, long now, Duration time) {
        return now - use.lastMillis < time.toMillis();
    }

    /** Those that were used last come first. */
    public synchronized List<Use> all() {
        return List.copyOf(uses());
    }

    /** The job that used it last, if one did. */
    public Optional<String> lastJob(AwsAccess access) {
        return all().stream().filter(u -> u.access.isLike(access)).map(Use::job).findFirst();
    }

    private List<Use> uses() {
        if (uses == null) {
            uses = new ArrayList<>();
            try {
                if (file().exists() && file().read() instanceof List<?> read) {
                    read.stream()
                            .filter(Use.class::isInstance)
                            .map(Use.class::cast)
                            .forEach(uses::add);
                }
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "The ways to AWS that were noted could not be read", e);
            }
        }
        return uses;
    }

    private static XmlFile file() {
        return new XmlFile(new File(Jenkins.get().getRootDir(), AccessMemory.class.getName() + ".xml"));
    }
}
