package io.jenkins.plugins.monai.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {

    @ParameterizedTest
    @CsvSource({"0,0.0 s", "12.34,12.3 s", "60,1 min 00 s", "185,3 min 05 s", "3600,1 h 00 min", "3725,1 h 02 min"})
    void durations(double seconds, String text) {
        assertEquals(text, Quantities.duration(seconds));
    }

    @ParameterizedTest
    @CsvSource({"0,0.0000", "0.00904,0.0090", "1.0848,1.08"})
    void dollars(double usd, String text) {
        assertEquals(text, Quantities.usd(usd));
    }
}
