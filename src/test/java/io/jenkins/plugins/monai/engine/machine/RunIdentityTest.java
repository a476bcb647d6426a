package io.jenkins.plugins.monai.engine.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Tag;

class RunIdentityTest {

    private final RunIdentity run = new RunIdentity("r-1", "controller-a", "folder/job #7");

    @Test
    void aClientTokenIsTheSameForTheSameAttemptAndFitsEc2() {
        assertEquals(run.clientToken(0), new RunIdentity("r-1", "controller-a", "other").clientToken(0));
        assertNotEquals(run.clientToken(0), run.clientToken(1));
        assertNotEquals(run.clientToken(0), new RunIdentity("r-1", "controller-b", "x").clientToken(0));
        assertTrue(run.clientToken(0).length() <= 64);
    }

    @Test
    void tagsSayWhoseItIsAndUntilWhen() {
        List<Tag> tags = run.tags(Instant.parse("2026-01-01T00:00:00Z"));
        assertTrue(tags.stream()
                .anyMatch(t -> t.key().equals(RunIdentity.RUN_TAG) && t.value().equals("r-1")));
        assertTrue(tags.stream()
                .anyMatch(
                        t -> t.key().equals("monai-deploy:expires") && t.value().equals("2026-01-01T00:00:00Z")));
    }

    @Test
    void aLongJobNameIsCutToWhatATagHolds() {
        RunIdentity longNamed = new RunIdentity("r-1", "c", "x".repeat(1000));
        assertTrue(
                longNamed.tags(Instant.now()).stream().allMatch(t -> t.value().length() <= 256));
    }
}
