package io.jenkins.plugins.monai.engine.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The process that drives an operation is killed at each moment there is, and another one goes on. */
class OperationRestartTest {

    private enum End {
        WELL,
        FAILED,
        FAILED_AND_NOT_CLEANED
    }

    private static final class TestState extends OperationState {
        private static final long serialVersionUID = 1L;

        TestState() {
            super("run-1", System.currentTimeMillis());
        }
    }

    private byte[] disk;
    private int movesLeft;
    private final KilledLog log = new KilledLog(this::moment);

    private void moment() {
        if (movesLeft-- == 0) {
            throw new KilledLog.Killed();
        }
    }

    private void save(TestState state) throws IOException {
        moment();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(state);
        }
        disk = bytes.toByteArray();
        moment();
    }

    private TestState read() throws IOException, ClassNotFoundException {
        if (disk == null) {
            return new TestState();
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(disk))) {
            return (TestState) in.readObject();
        }
    }

    private record Work(String name, List<String> tells, OperationException failure) implements Phase<EngineLog> {
        @Override
        public Advance advance(EngineLog context) throws OperationException {
            tells.forEach(context::line);
            if (failure != null) {
                throw failure;
            }
            return Advance.done();
        }
    }

    private static List<Phase<EngineLog>> phases(End end) {
        OperationException failure = end == End.WELL ? null : new OperationException("it broke", "Mend it");
        OperationException left =
                end == End.FAILED_AND_NOT_CLEANED ? new OperationException("not removed", "Remove it") : null;
        return List.of(
                new Work("PREFLIGHT", List.of("Acting as x", "Found y"), null),
                new Work("WORK", List.of("one", "two", "one"), failure),
                new Work("CLEANUP", List.of("machine i-1: removed"), left));
    }

    /** Goes on from the disk until the process is killed or the operation is over. */
    private boolean process(End end) throws IOException, ClassNotFoundException {
        TestState state = read();
        try {
            OperationRunner<EngineLog> runner = new OperationRunner<>(
                    phases(end),
                    log,
                    new OperationJournal<>(state, this::save, log, Clock.systemUTC()),
                    Duration.ofHours(1));
            while (!runner.advance().isDone()) {
                moment();
            }
        } catch (OperationException e) {
            assertEquals("WORK: it broke. Mend it.", e.getMessage());
        } catch (KilledLog.Killed e) {
            return false;
        }
        return true;
    }

    private static List<String> withoutTimes(List<String> lines) {
        return lines.stream().map(l -> l.replaceAll("\\d+\\.\\d s", "T s")).toList();
    }

    @ParameterizedTest
    @EnumSource
    void eachLineIsToldOnceAndTheResultIsTheSame(End end) throws Exception {
        movesLeft = Integer.MAX_VALUE;
        assertTrue(process(end));
        List<String> expected = withoutTimes(log.shown());
        int moments = Integer.MAX_VALUE - movesLeft;
        for (int kill = 0; kill < moments; kill++) {
            OperationRestartTest once = new OperationRestartTest();
            once.movesLeft = kill;
            once.process(end);
            once.movesLeft = Integer.MAX_VALUE;
            assertTrue(once.process(end));
            assertEquals(expected, withoutTimes(once.log.shown()), "killed at moment " + kill);
            assertTrue(once.read().isFinished());
        }
    }

    @Test
    void killedAgainAndAgain() throws Exception {
        movesLeft = Integer.MAX_VALUE;
        assertTrue(process(End.WELL));
        List<String> expected = withoutTimes(log.shown());
        for (int gap = 12; gap < 20; gap++) {
            OperationRestartTest often = new OperationRestartTest();
            do {
                often.movesLeft = gap;
            } while (!often.process(End.WELL));
            assertEquals(expected, withoutTimes(often.log.shown()), "killed at each " + gap + ". moment");
        }
    }

    @Test
    void thePhaseKeepsItsStart() throws Exception {
        movesLeft = 9;
        process(End.WELL);
        List<PhaseRecord> before = new ArrayList<>(read().getPhases());
        movesLeft = Integer.MAX_VALUE;
        process(End.WELL);
        PhaseRecord last = before.get(before.size() - 1);
        assertEquals(
                last.getStartMillis(),
                read().phase(last.getName()).orElseThrow().getStartMillis());
    }
}
