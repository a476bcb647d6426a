package io.jenkins.plugins.monai.engine.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SemanticVersionTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1.0.0",
        "1.0, 1.0.0",
        "1.10, 1.10.0",
        "1.2.3, 1.2.3",
        "v1.2, 1.2.0",
        "2024.01.05, 2024.1.5",
        "1.0-rc.1, 1.0.0-rc.1",
        "1.2.3-alpha+build.007, 1.2.3-alpha+build.007",
        "1.2.3+20130313144700, 1.2.3+20130313144700",
        "0, 0.0.0"
    })
    void completes(String given, String expected) {
        assertEquals(Optional.of(expected), SemanticVersion.normalise(given));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "latest",
                "1.0rc1",
                "1.2.3.4",
                "1..2",
                "1.0-",
                "1.0+",
                "-1",
                "1.0-01",
                "1.0-a.01",
                "1e3",
                "1 0",
                "1.0\n"
            })
    void leavesOthersAlone(String given) {
        assertEquals(Optional.empty(), SemanticVersion.normalise(given));
    }
}
