package io.jenkins.plugins.monai.engine.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.monai.engine.snapshot.OperationSnapshot;
import io.jenkins.plugins.monai.engine.text.ForeignText;
import io.jenkins.plugins.monai.engine.text.ShownThrowable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Issue 10, number 18: nothing of an operation is shown but through the cleaning and the masking. */
class SafeLogTest {

    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String FOREIGN = "\u001b[31ma\n[monai] FAILED\u202e " + SECRET;
    private static final String SHOWN = "a (monai) FAILED ****";

    private final List<String> lines = new ArrayList<>();
    private final SafeLog log = SafeLog.of(new ToldLog(lines::add, text -> lines.add("machine: " + text)));

    private static final class State extends OperationState {
        private static final long serialVersionUID = 1L;

        State() {
            super("run", 0);
        }
    }

    SafeLogTest() {
        log.hide(SECRET);
    }

    @Test
    void linesAreCleanAndMaskedAndCapped() {
        log.line(FOREIGN);
        log.machine(FOREIGN);
        assertEquals(List.of(SHOWN, "machine: " + SHOWN), lines);
        log.machine("x".repeat(100_000));
        assertEquals("machine: ".length() + ForeignText.LINE + 3, lines.get(2).length());
        assertSame(log, SafeLog.of(log));
        assertNull(log.shown(null));
    }

    @Test
    void failuresAreSoInTheExceptionTheStateAndTheRecord() {
        State state = new State();
        state.cleanup().left(ResourceKind.INSTANCE, "i-1", FOREIGN, 1);
        Phase<Object> phase = new Phase<>() {
            @Override
            public String name() {
                return "PHASE";
            }

            @Override
            public Advance advance(Object context) throws OperationException {
                throw new OperationException("It broke: " + FOREIGN, "Mend " + FOREIGN, new RuntimeException(FOREIGN));
            }
        };
        OperationRunner<Object> runner = new OperationRunner<>(
                List.of(phase, phase),
                "context",
                new OperationJournal<>(state, saved -> {}, log, Clock.systemUTC()),
                Duration.ofDays(99_999));
        OperationException thrown = assertThrows(OperationException.class, () -> runner.run(pause -> {}));
        assertEquals("PHASE: It broke: " + SHOWN + ". Mend " + SHOWN + ".", thrown.getMessage());
        assertNull(thrown.getCause());
        assertEquals("It broke: " + SHOWN, state.failure().orElseThrow().problem());

        OperationSnapshot snapshot = OperationSnapshot.of(state, List.of("PHASE"), "eu-west-1")
                .shownBy(log::shown)
                .outputs(Map.of("title", FOREIGN))
                .changes(List.of(FOREIGN))
                .waitingFor(FOREIGN)
                .build();
        assertEquals(Map.of("title", SHOWN), snapshot.getOutputs());
        assertEquals(List.of(SHOWN), snapshot.getChanges());
        assertEquals("Mend " + SHOWN, snapshot.getRemedy());
        assertEquals(SHOWN, snapshot.getCleanup().get(0).getNote());
        lines.forEach(line -> assertFalse(line.contains(SECRET) || line.indexOf('\n') >= 0, line));
    }

    @Test
    void theSystemLogGetsExceptionsWithoutSecrets() {
        Exception raw = new IllegalStateException(FOREIGN, new RuntimeException("behind " + FOREIGN));
        StringWriter printed = new StringWriter();
        new ShownThrowable(raw, log::shown).printStackTrace(new PrintWriter(printed));
        assertFalse(printed.toString().contains(SECRET), printed.toString());
        assertEquals(
                "java.lang.IllegalStateException: " + SHOWN,
                printed.toString().lines().findFirst().orElseThrow());
    }

    @Test
    void sentencesOfAFailureAreCapped() {
        OperationException e = new OperationException("x".repeat(100_000), "y");
        assertEquals(4003, e.problem().length());
    }
}
