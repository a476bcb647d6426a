package io.jenkins.plugins.monai.engine.reaper;

import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.machine.StandingIdentity;
import io.jenkins.plugins.monai.engine.machine.Tags;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Whose a resource is by its tags: all of them are looked at, and one that is missing or another says "not ours". */
final class Ownership {

    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    private final String controller;
    private final Map<String, String> tags = new HashMap<>();

    /** @param controller which one asks */
    Ownership(String controller, List<Tag> tags) {
        this.controller = controller;
        tags.forEach(tag -> this.tags.put(tag.key(), tag.value()));
    }

    private String tag(String key) {
        String value = tags.get(key);
        return value == null ? "" : value;
    }

    /** Whether the controller's tag is that of who asks: what EC2's filters said is not taken on trust. */
    boolean isOurs() {
        return !controller.isBlank() && tag(Tags.CONTROLLER).equals(controller);
    }

    boolean isOfRun() {
        return isOurs() && !run().isBlank() && !job().isBlank() && standing().isEmpty();
    }

    boolean isStanding() {
        return isOurs() && !standing().isBlank() && run().isEmpty();
    }

    String run() {
        return tag(RunIdentity.RUN_TAG);
    }

    String job() {
        return tag(Tags.JOB);
    }

    /** The name of the inference machine. */
    String standing() {
        return tag(StandingIdentity.TAG);
    }

    /** The name of whatever of the run has a name. */
    String resourceName() {
        return RunIdentity.resourceName(run());
    }

    /** Until when the machine's owner wants it; empty where it says nothing that can be read. */
    Optional<Instant> lease() {
        return instant(Tags.LEASE);
    }

    /** When the machine ends itself at the latest. */
    Optional<Instant> expires() {
        return instant(Tags.EXPIRES);
    }

    /** What nobody can have meant is not read either: one cannot reckon with the first and last moments of time. */
    private Optional<Instant> instant(String key) {
        try {
            return Optional.of(Instant.parse(tag(key))).filter(i -> i.isAfter(Instant.EPOCH) && i.isBefore(LAST));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
