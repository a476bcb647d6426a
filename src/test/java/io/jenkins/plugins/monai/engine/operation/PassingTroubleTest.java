package io.jenkins.plugins.monai.engine.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PassingTroubleTest {

    private static final OperationException PASSES = new OperationException("AWS throttles", "Wait").passing();

    private static List<Duration> pauses(PassingTrouble trouble) {
        List<Duration> pauses = new ArrayList<>();
        for (Optional<Duration> next = trouble.next(PASSES); next.isPresent(); next = trouble.next(PASSES)) {
            pauses.add(next.get());
        }
        return pauses;
    }

    @Test
    void isBoundedInTimesAndInTime() {
        List<Duration> pauses = pauses(new PassingTrouble());
        assertEquals(PassingTrouble.MOST, pauses.size());
        assertTrue(pauses.get(0).toMillis() >= 1000, pauses.toString());
        assertTrue(pauses.stream().allMatch(p -> p.toSeconds() <= 30), pauses.toString());
        assertTrue(pauses.stream().reduce(Duration.ZERO, Duration::plus).toSeconds() <= 90, pauses.toString());
    }

    @Test
    void theTimesAreCountedAnewWhenItIsOver() {
        PassingTrouble trouble = new PassingTrouble();
        pauses(trouble);
        trouble.isOver();
        assertEquals(PassingTrouble.MOST, pauses(trouble).size());
    }

    @Test
    void pausesDiffer() {
        List<List<Duration>> several = List.of(pauses(new PassingTrouble()), pauses(new PassingTrouble()));
        assertTrue(several.stream().distinct().count() > 1, several.toString());
    }

    @Test
    void whatDoesNotPassIsNotTriedAgain() {
        PassingTrouble trouble = new PassingTrouble();
        assertEquals(Optional.empty(), trouble.next(new OperationException("AWS refuses", "Allow it")));
        assertEquals(Optional.empty(), trouble.next(new IllegalStateException("a defect")));
    }

    @Test
    void aFailureThatPassesStaysOneWithItsPhaseAndMasked() {
        assertTrue(PASSES.in("LAUNCH").shown(text -> text).isPassing());
    }
}
