package io.jenkins.plugins.monai.engine.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceTableTest {

    private final PriceTable prices = PriceTable.bundled();

    @Test
    void saysWhenAndWhereItsPricesWereRead() {
        assertTrue(LocalDate.parse(prices.date()).isAfter(LocalDate.of(2025, 1, 1)));
        assertTrue(prices.source().contains("AWS"));
    }

    @Test
    void pricesAreAsOldAsTheyWereWhenTheMachineWasLaunched() throws OperationException {
        long later = LocalDate.parse(prices.date())
                .plusMonths(13)
                .plusDays(3)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .toEpochMilli();
        CostEstimate launched = prices.estimate("us-east-1", "g4dn.xlarge", 0, Gp3.plain(), later, 0, 90)
                .orElseThrow();
        CostEstimate waiting = prices.estimate("us-east-1", "g4dn.xlarge", 0, Gp3.plain(), 0, 0, 90)
                .orElseThrow();
        assertEquals(13, launched.priceAgeMonths(0));
        assertEquals(13, waiting.priceAgeMonths(later));
        assertEquals(
                0,
                prices.with(Map.of("us-east-1/g4dn.xlarge", 0.4))
                        .estimate("us-east-1", "g4dn.xlarge", 0, Gp3.plain(), later, 0, 90)
                        .orElseThrow()
                        .priceAgeMonths(later),
                "a price of one's own has no age");
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

    @Test
    void aPriceOfOnesOwnIsTakenAndSaidToBeOne() throws OperationException {
        PriceTable own = prices.with(Map.of("us-east-1/g4dn.xlarge", 0.4, "mars-east-1/x9.huge", 2.0));
        CostEstimate known = own.estimate("us-east-1", "g4dn.xlarge", 0, Gp3.plain(), 1, 0, 90)
                .orElseThrow();
        assertEquals(0.4, known.getUsdPerHour(), 1e-9);
        assertEquals("", known.getDate());
        assertTrue(known.getSource().contains("override"), known.getSource());
        CostEstimate unknown = own.estimate("mars-east-1", "x9.huge", 100, Gp3.plain(), 1, 0, 90)
                .orElseThrow();
        assertEquals(2.0, unknown.getUsdPerHour(), 1e-9);
        assertTrue(unknown.getSource().contains("without the volume"), unknown.getSource());
        CostEstimate others =
                own.estimate("us-east-1", "m5.large", 0, Gp3.plain(), 1, 0, 90).orElseThrow();
        assertEquals(prices.date(), others.getDate());
        assertEquals(0.096, others.getUsdPerHour(), 1e-9);
    }

    @Test
    void theVolumeHasAPriceToo() throws OperationException {
        PriceTable own = prices.with(Map.of("eu-central-1/g4dn.xlarge", 0.658, "eu-central-1/gp3", 0.0952));
        CostEstimate estimate = own.estimate("eu-central-1", "g4dn.xlarge", 73, Gp3.plain(), 1, 0, 90)
                .orElseThrow();
        assertEquals(0.658 + 0.00952, estimate.getUsdPerHour(), 1e-9);
    }

    @ParameterizedTest
    @CsvSource({
        "g4dn.xlarge,1,names no region",
        "us-east-1/,1,names no region",
        "us-east-1/g4dn.xlarge/x,1,names no region",
        "us-east-1/g4dn.xlarge,-0.1,is -0.1",
        "us-east-1/g4dn.xlarge,NaN,is NaN",
        "us-east-1/g4dn.xlarge,10001,is 10001.0"
    })
    void aWrongOverrideIsRefused(String key, double usd, String words) {
        OperationException e = assertThrows(OperationException.class, () -> prices.with(Map.of(key, usd)));
        assertTrue(e.problem().contains(words) && e.problem().contains(key), e.problem());
    }

    @Test
    void soFarGrowsUntilTheMachineEnds() {
        long hour = 3_600_000;
        CostEstimate running = prices.estimate("us-east-1", "g4dn.xlarge", 0, Gp3.plain(), hour, 0, 120)
                .orElseThrow();
        assertTrue(running.isRunning());
        assertEquals(0.526, running.usdAt(2 * hour), 1e-9);
        assertEquals(1.052, running.usdAt(3 * hour), 1e-9);
        assertEquals(0.526 / 60, running.usdAt(hour), 1e-9);
        assertEquals(1.052, running.getUsdAtMost(), 1e-9);
        CostEstimate ended = prices.estimate("us-east-1", "g4dn.xlarge", 0, Gp3.plain(), hour, 2 * hour, 120)
                .orElseThrow();
        assertFalse(ended.isRunning());
        assertEquals(0.526, ended.usdAt(9 * hour), 1e-9);
        CostEstimate notYet = prices.estimate("us-east-1", "g4dn.xlarge", 0, Gp3.plain(), 0, 0, 120)
                .orElseThrow();
        assertFalse(notYet.isRunning());
        assertEquals(0, notYet.usdAt(9 * hour));
    }
}
