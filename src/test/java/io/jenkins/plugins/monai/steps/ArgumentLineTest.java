package io.jenkins.plugins.monai.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgumentLineTest {

    @Test
    void whatAStepIsAboutIsSaidInALine() {
        assertEquals(
                "apps/spleen, team/spleen",
                ArgumentLine.of(Map.of("repository", "team/spleen", "app", "apps/spleen"), "app", "repository"));
        assertEquals(
                "studies, team/spleen:1",
                ArgumentLine.of(Map.of("map", "team/spleen:1", "bucket", "studies", "gpu", true), "bucket", "map"));
    }

    @Test
    void digestsAndCommitsAreShortened() {
        assertEquals(
                "team/map@sha256:abababababab",
                ArgumentLine.of(Map.of("map", "team/map@sha256:" + "ab".repeat(32)), "bucket", "map"));
    }

    @Test
    void whatIsNotGivenIsLeftOut() {
        assertEquals("team/map:1", ArgumentLine.of(Map.of("map", "team/map:1", "bucket", " "), "bucket", "map"));
        assertNull(ArgumentLine.of(Map.of("profile", "research"), "bucket", "map"));
        assertNull(ArgumentLine.of(Map.of(), "bucket"));
    }

    /** A Pipeline keeps a secret, or what is too long, to itself: a constant stands in its place. */
    @Test
    void whatIsNoTextIsLeftOut() {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("app", Thread.State.BLOCKED);
        arguments.put("repository", List.of("team/map"));
        arguments.put("other", null);
        assertNull(ArgumentLine.of(arguments, "app", "repository", "other"));
    }

    @Test
    void linesAreOneAndShort() {
        assertEquals("a b", ArgumentLine.of(Map.of("app", "a\nb"), "app"));
        String line = ArgumentLine.of(Map.of("app", "a".repeat(1000)), "app");
        assertTrue(line.length() <= 123 && line.endsWith("..."), line);
    }
}
