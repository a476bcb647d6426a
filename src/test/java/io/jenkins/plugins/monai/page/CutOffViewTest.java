package io.jenkins.plugins.monai.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.monai.engine.cost.Gp3;
import io.jenkins.plugins.monai.engine.cost.PriceTable;
import io.jenkins.plugins.monai.engine.operation.OperationState;
import io.jenkins.plugins.monai.engine.snapshot.OperationSnapshot;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Until when the machine of a build that was cut off may run. */
class CutOffViewTest {

    private static final long LAUNCH = 1_000_000_000_000L;

    private static final class State extends OperationState {
        private static final long serialVersionUID = 1L;

        State() {
            super("r", LAUNCH);
        }
    }

    /** Minutes, of the lease, and from the launch to the controller's start and to the machine's end. */
    @ParameterizedTest
    @CsvSource({"20, 30, 50", "20, 1, 21", "20, 115, 130", "20, 5000, 130", "0, 30, 120"})
    void theEarlierOfLeaseAndLongestTime(long lease, long start, long end) {
        OperationSnapshot snapshot = OperationSnapshot.of(new State(), List.of("PACKAGE"), "eu-west-1")
                .lease(Duration.ofMinutes(lease))
                .cost(PriceTable.bundled()
                        .estimate("eu-west-1", "g4dn.xlarge", 150, Gp3.plain(), LAUNCH, 0, 120)
                        .orElseThrow())
                .build();
        CutOffView view =
                new CutOffView(snapshot, LAUNCH + Duration.ofMinutes(start).toMillis());
        assertEquals(end, Duration.ofMillis(view.getLatestEndMillis() - LAUNCH).toMinutes());
    }
}
