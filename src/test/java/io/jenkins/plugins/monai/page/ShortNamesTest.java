package io.jenkins.plugins.monai.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShortNamesTest {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final String REGISTRY = "123456789012.dkr.ecr.us-east-1.amazonaws.com/";

    @Test
    void aCommitIsShownByItsBeginning() {
        assertEquals("team/map:0123456789ab", ShortNames.image(REGISTRY + "team/map:" + COMMIT));
        assertEquals("team/map:v1-0123456789ab", ShortNames.image(REGISTRY + "team/map:v1-" + COMMIT));
    }

    @Test
    void aDigestIsShownByItsBeginning() {
        assertEquals("sha256:abababababab", ShortNames.of("sha256:" + "ab".repeat(32)));
        assertEquals("map@sha256:abababababab", ShortNames.image("registry/map@sha256:" + "ab".repeat(32)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "team/map:1.0",
                "team/map:latest",
                "team/map:0123456789ab",
                "team/map:2026-11-30",
                "team/map:0123456789abcdef0123456789abcdef012345678"
            })
    void whatIsNoHashStaysWhole(String name) {
        assertEquals(name, ShortNames.image(REGISTRY + name));
    }
}
