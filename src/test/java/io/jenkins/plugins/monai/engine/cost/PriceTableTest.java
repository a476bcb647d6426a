package io.jenkins.plugins.monai.engine.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class PriceTableTest {

    private final PriceTable prices = PriceTable.bundled();

    @Test
    void saysWhenAndWhereItsPricesWereRead() {
        assertTrue(LocalDate.parse(prices.date()).isAfter(LocalDate.of(2025, 1, 1)));
        assertTrue(prices.source().contains("AWS"));
    }

    @Test
    void anHourOfTheDefaultMachineAndItsVolume() {
        double usd = prices.estimate("us-east-1", "g4dn.xlarge", 150, Duration.ofHours(1))
                .orElseThrow();
        assertEquals(0.526 + 150 * 0.08 / 730, usd, 1e-9);
    }

    @Test
    void aMinuteIsTheLeast() {
        assertEquals(
                prices.estimate("us-east-1", "g4dn.xlarge", 0, Duration.ofSeconds(60)),
                prices.estimate("us-east-1", "g4dn.xlarge", 0, Duration.ofSeconds(1)));
    }

    @Test
    void whatIsNotInTheTableIsNotGuessed() {
        assertTrue(
                prices.estimate("us-east-1", "x9.huge", 1, Duration.ofHours(1)).isEmpty());
        assertTrue(
                prices.estimate("mars-1", "g4dn.xlarge", 1, Duration.ofHours(1)).isEmpty());
    }
}
