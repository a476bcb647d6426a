package io.jenkins.plugins.monai.engine.buildmap.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpotNoticeTest {

    @Test
    void theNoticeSaysWhatAndWhen() {
        assertEquals(
                Optional.of("terminate at 2030-09-18T08:22:00Z"),
                SpotNotice.parse("{\"action\": \"terminate\", \"time\": \"2030-09-18T08:22:00Z\"}\n"));
        assertEquals(
                Optional.of("stop at 2030-09-18T08:22:00Z"),
                SpotNotice.parse("{\"action\":\"stop\",\"time\":\"2030-09-18T08:22:00Z\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "  \n", "404 - Not Found", "<html></html>", "{}", "{\"action\":\"rebalance\"}", "[]", "{"})
    void nothingElseIsANotice(String document) {
        assertEquals(Optional.empty(), SpotNotice.parse(document));
    }

    @Test
    void whatAMachineSaysIsForeignText() {
        String notice = SpotNotice.parse("{\"action\":\"terminate\",\"time\":\"\\u001b[31m\\n[monai] FAILED\"}")
                .orElseThrow();
        assertEquals(1, notice.lines().count(), notice);
        assertEquals(-1, notice.indexOf('\u001b'));
    }
}
