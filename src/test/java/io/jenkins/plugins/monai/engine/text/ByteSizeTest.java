package io.jenkins.plugins.monai.engine.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({
        "0,0.0 kB",
        "30512,30.5 kB",
        "999999,1000.0 kB",
        "1000000,1.0 MB",
        "91825234,91.8 MB",
        "1000000000,1.00 GB",
        "1234567890,1.23 GB"
    })
    void isTold(long bytes, String text) {
        assertEquals(text, ByteSize.of(bytes));
    }
}
