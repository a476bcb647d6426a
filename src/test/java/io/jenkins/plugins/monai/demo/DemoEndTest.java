package io.jenkins.plugins.monai.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The statuses of docs/developing.md. */
class DemoEndTest {

    @Test
    void eachEndHasItsStatus() {
        assertEquals(
                "DONE 0, FAILED 1, WITHOUT_CONTAINERS 3, INTERRUPTED 130",
                String.join(
                        ", ",
                        Arrays.stream(DemoEnd.values())
                                .map(end -> end + " " + end.status())
                                .toList()));
    }
}
