package io.jenkins.plugins.monai.engine.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChallengeTest {

    @Test
    void parsesQuotedAndPlainParameters() {
        Challenge challenge = Challenge.parse(
                        "Bearer realm=\"https://auth.example/token\",service=\"a \\\"b\\\"\", Scope=repository:x:pull")
                .orElseThrow();
        assertEquals("bearer", challenge.scheme());
        assertEquals(
                Map.of("realm", "https://auth.example/token", "service", "a \"b\"", "scope", "repository:x:pull"),
                challenge.parameters());
    }

    @Test
    void selectsTheFirstThatCanBeAnswered() {
        assertTrue(Challenge.select(List.of("Negotiate", "Basic realm=\"x\""))
                .orElseThrow()
                .isBasic());
        assertTrue(Challenge.select(List.of("Negotiate", "Bearer service=\"x\"", ""))
                .isEmpty());
    }
}
