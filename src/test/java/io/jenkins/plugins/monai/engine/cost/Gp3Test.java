package io.jenkins.plugins.monai.engine.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Gp3Test {

    @ParameterizedTest
    @CsvSource({
        "0, 125, 3000",
        "87.5, 125, 3000",
        "437.5, 417, 3000",
        "850, 810, 3240",
        "1048.576, 1000, 4000",
        "10000, 1000, 4000",
    })
    void itIsAsFastAsTheTypeCanUseWithinWhatEveryRegionHas(double megabytes, int mibPerSecond, int iops) {
        Gp3 volume = Gp3.forType(megabytes);
        assertEquals(mibPerSecond, volume.mibPerSecond());
        assertEquals(iops, volume.iops());
        assertTrue(volume.mibPerSecond() <= 0.25 * volume.iops(), "EBS refuses more for each IOPS");
        assertTrue(volume.iops() <= 500 * 8, "EBS refuses more for each GiB, of which there are 8 at least");
    }

    @Test
    void whatItCostsIsInTheEstimate() {
        PriceTable prices = PriceTable.bundled();
        double plain = prices.estimate("us-east-1", "g4dn.xlarge", 150, Gp3.plain(), 1, 0, 60)
                .orElseThrow()
                .getUsdPerHour();
        double fast = prices.estimate("us-east-1", "g4dn.xlarge", 150, Gp3.forType(1100), 1, 0, 60)
                .orElseThrow()
                .getUsdPerHour();
        // 875 MiB/s at 0.04 USD and 1000 IOPS at 0.005 USD a month.
        assertEquals((875 * 0.04 + 1000 * 0.005) / 730, fast - plain, 1e-9);
    }
}
