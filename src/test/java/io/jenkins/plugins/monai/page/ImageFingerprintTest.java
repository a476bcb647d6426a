package io.jenkins.plugins.monai.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFingerprintTest {

    @Test
    void theIdIsTheFirstHalfOfTheDigest() {
        String half = "0123456789abcdef0123456789abcdef";
        assertEquals(Optional.of(half), ImageFingerprint.idOf("sha256:" + half + "f".repeat(32)));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "latest", "sha256:abc", "sha512:0123", "0123456789abcdef0123456789abcdef"})
    void whatIsNoDigestHasNone(String text) {
        assertEquals(Optional.empty(), ImageFingerprint.idOf(text));
    }
}
