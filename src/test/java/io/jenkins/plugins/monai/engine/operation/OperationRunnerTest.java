package io.jenkins.plugins.monai.engine.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OperationRunnerTest {

    private final List<String> events = new ArrayList<>();
    private final TestState state = new TestState();
    private StateStore<TestState> store = s -> {};
    private Clock clock = Clock.systemUTC();

    private static final class TestState extends OperationState {
        private static final long serialVersionUID = 1L;

        TestState() {
            super("run-1", System.currentTimeMillis());
        }
    }

    private interface Body {
        Advance advance() throws OperationException, InterruptedException;
    }

    private record TestPhase(String name, Body body) implements Phase<List<String>> {
        @Override
        public Advance advance(List<String> context) throws OperationException, InterruptedException {
            context.add(name);
            return body.advance();
        }
    }

    private static TestPhase phase(String name, Body body) {
        return new TestPhase(name, body);
    }

    private OperationRunner<List<String>> runner(TestPhase... phases) {
        return new OperationRunner<>(
                List.of(phases),
                events,
                new OperationJournal<>(state, store, ToldLog.nowhere(), clock),
                Duration.ofMinutes(10));
    }

    @Test
    void phasesRunInOrderAndAreRecorded() throws Exception {
        runner(phase("A", Advance::done), phase("B", Advance::done), phase("CLEANUP", Advance::done))
                .run(d -> {});
        assertEquals(List.of("A", "B", "CLEANUP"), events);
        assertEquals(
                List.of("A", "B", "CLEANUP"),
                state.getPhases().stream().map(PhaseRecord::getName).toList());
        assertTrue(state.getPhases().stream().allMatch(p -> p.isEnded() && !p.isFailed()));
        assertTrue(state.isFinished());
    }

    @Test
    void aWaitingPhaseIsAdvancedAgainAfterItsPause() throws Exception {
        List<Duration> pauses = new ArrayList<>();
        Advance[] answers = {Advance.again(Duration.ofSeconds(7), "x"), Advance.done()};
        int[] call = {0};
        runner(phase("A", () -> answers[call[0]++]), phase("CLEANUP", Advance::done))
                .run(pauses::add);
        assertEquals(List.of("A", "A", "CLEANUP"), events);
        assertTrue(pauses.contains(Duration.ofSeconds(7)));
    }

    @Test
    void afterAFailureOnlyTheCleanupRunsAndTheFirstFailureIsReported() {
        OperationException e = assertThrows(
                OperationException.class,
                () -> runner(
                                phase("A", () -> {
                                    throw new OperationException("it broke", "Mend it");
                                }),
                                phase("B", Advance::done),
                                phase("CLEANUP", () -> {
                                    throw new OperationException("cannot clean", "Clean");
                                }))
                        .run(d -> {}));
        assertEquals("A: it broke. Mend it.", e.getMessage());
        assertEquals(List.of("A", "CLEANUP"), events);
        assertTrue(state.isFinished());
    }

    @Test
    void aFailureOfTheCleanupAloneIsReported() {
        OperationException e = assertThrows(
                OperationException.class,
                () -> runner(phase("A", Advance::done), phase("CLEANUP", () -> {
                            throw new OperationException("cannot clean", "Clean");
                        }))
                        .run(d -> {}));
        assertEquals("CLEANUP", e.phase());
    }

    @Test
    void anErrorNobodyForesawIsCleanedUpAfterToo() {
        OperationException e = assertThrows(
                OperationException.class,
                () -> runner(
                                phase("A", () -> {
                                    throw new IllegalStateException("boom");
                                }),
                                phase("CLEANUP", Advance::done))
                        .run(d -> {}));
        assertTrue(e.getMessage().contains("boom"));
        assertEquals(List.of("A", "CLEANUP"), events);
    }

    @Test
    void aStateThatCannotBeSavedKeepsThePhaseFromItsSideEffect() {
        store = s -> {
            if (s.getPhases().size() == 2) {
                throw new IOException("disk full");
            }
        };
        OperationException e = assertThrows(
                OperationException.class,
                () -> runner(phase("A", Advance::done), phase("B", Advance::done), phase("CLEANUP", Advance::done))
                        .run(d -> {}));
        assertTrue(e.getMessage().startsWith("B: The state of the operation could not be saved: disk full"));
        assertEquals(List.of("A", "CLEANUP"), events);
    }

    @Test
    void anInterruptWhileWaitingCleansUpWithTheFlagClearedAndSetsItAgain() {
        boolean[] interruptedInCleanup = {true};
        assertThrows(
                OperationException.class,
                () -> runner(phase("A", () -> Advance.again(Duration.ofSeconds(1), "x")), phase("CLEANUP", () -> {
                            interruptedInCleanup[0] = Thread.currentThread().isInterrupted();
                            return Advance.done();
                        }))
                        .run(d -> {
                            throw new InterruptedException();
                        }));
        assertFalse(interruptedInCleanup[0]);
        assertTrue(Thread.interrupted(), "the interrupt must not be swallowed");
        assertEquals(List.of("A", "CLEANUP"), events);
    }

    @Test
    void anInterruptInsideAPhaseIsNotSwallowedEither() {
        assertThrows(
                OperationException.class,
                () -> runner(
                                phase("A", () -> {
                                    throw new InterruptedException();
                                }),
                                phase("CLEANUP", Advance::done))
                        .run(d -> {}));
        assertTrue(Thread.interrupted());
        assertEquals(List.of("A", "CLEANUP"), events);
    }

    @Test
    void anotherProcessGoesOnWhereTheStateSays() throws Exception {
        OperationRunner<List<String>> first = runner(
                phase("A", Advance::done),
                phase("B", () -> Advance.again(Duration.ofSeconds(1), "x")),
                phase("CLEANUP", Advance::done));
        first.advance();
        first.advance();
        events.clear();
        runner(phase("A", Advance::done), phase("B", Advance::done), phase("CLEANUP", Advance::done))
                .run(d -> {});
        assertEquals(List.of("B", "CLEANUP"), events);
        assertEquals(3, state.getPhases().size());
    }

    @Test
    void theMaximumEndsTheOperationButNotItsCleanup() {
        clock = Clock.fixed(Instant.now().plus(Duration.ofMinutes(11)), ZoneOffset.UTC);
        OperationException e = assertThrows(
                OperationException.class,
                () -> runner(phase("A", Advance::done), phase("CLEANUP", Advance::done))
                        .run(d -> {}));
        assertTrue(e.getMessage().contains("maximumMinutes"), e.getMessage());
        assertEquals(List.of("CLEANUP"), events);
    }

    @Test
    void anAbortGoesStraightToTheCleanup() throws Exception {
        OperationRunner<List<String>> runner = runner(
                phase("A", () -> Advance.again(Duration.ofSeconds(1), "x")),
                phase("B", Advance::done),
                phase("CLEANUP", Advance::done));
        runner.advance();
        runner.abort("stopped by somebody");
        OperationException e = assertThrows(OperationException.class, () -> runner.run(d -> {}));
        assertTrue(e.getMessage().contains("stopped by somebody"));
        assertEquals(List.of("A", "CLEANUP"), events);
    }

    @Test
    void anInterruptDoesNotEndTheCleanup() throws Exception {
        AtomicInteger times = new AtomicInteger();
        OperationRunner<List<String>> runner = runner(phase("A", Advance::done), phase("CLEANUP", () -> {
            if (times.getAndIncrement() == 0) {
                throw new InterruptedException();
            }
            return Advance.done();
        }));
        runner.run(d -> {});
        assertTrue(Thread.interrupted(), "the interrupt is handed on");
        assertEquals(List.of("A", "CLEANUP", "CLEANUP"), events);
        assertTrue(state.isFinished() && state.failure().isEmpty());
    }

    @Test
    void whateverAPhaseEndsInWhenAnAbortComesItWasAbortedByWhoCame() {
        List<Body> ends = List.of(
                () -> {
                    throw new InterruptedException();
                },
                () -> {
                    throw new OperationException("AWS could not be reached", "Check the proxy");
                },
                () -> {
                    throw new IllegalStateException("half an answer");
                });
        for (Body end : ends) {
            TestState one = new TestState();
            OperationRunner<List<String>> runner = new OperationRunner<>(
                    List.of(phase("A", end), phase("CLEANUP", Advance::done)),
                    events,
                    new OperationJournal<>(one, store, ToldLog.nowhere(), clock),
                    Duration.ofMinutes(10));
            runner.abortComes("Aborted by alice");
            OperationException e = assertThrows(OperationException.class, () -> runner.run(d -> {}));
            assertEquals("The operation was aborted (Aborted by alice)", e.problem());
            assertTrue(one.isFinished());
            Thread.interrupted();
        }
    }

    @Test
    void aFailureBehindAnInterruptIsAnAbort() {
        List<OperationException> told = List.of(
                new OperationException("The connection broke", "Try again", new InterruptedException()),
                new OperationException(
                        "It could not be read", "Try again", new IOException(new ClosedByInterruptException())));
        for (OperationException failure : told) {
            TestState one = new TestState();
            OperationException e = assertThrows(
                    OperationException.class,
                    () -> new OperationRunner<>(
                                    List.of(
                                            phase("A", () -> {
                                                throw failure;
                                            }),
                                            phase("CLEANUP", Advance::done)),
                                    events,
                                    new OperationJournal<>(one, store, ToldLog.nowhere(), clock),
                                    Duration.ofMinutes(10))
                            .run(d -> {}));
            assertEquals("The operation was aborted", e.problem());
            assertTrue(Thread.interrupted(), "the interrupt is handed on");
        }
    }

    @Test
    void aFailedCleanupAfterAnAbortFailsAndDoesNotGoOnForEver() {
        OperationRunner<List<String>> runner = runner(phase("A", Advance::done), phase("CLEANUP", () -> {
            throw new OperationException("The machine stays", "Terminate it");
        }));
        runner.abortComes("Aborted by alice");
        OperationException e = assertThrows(OperationException.class, () -> runner.run(d -> {}));
        assertEquals("The machine stays", e.problem());
    }

    @Test
    void theStateIsSavedAlthoughTheThreadIsInterrupted() {
        List<Boolean> flags = new ArrayList<>();
        store = s -> {
            flags.add(Thread.currentThread().isInterrupted());
            if (flags.size() == 1) {
                // As of a second interrupt, while the file is written
                Thread.currentThread().interrupt();
                throw new ClosedByInterruptException();
            }
        };
        OperationRunner<List<String>> runner = runner(
                phase("A", () -> {
                    Thread.currentThread().interrupt();
                    throw new OperationException("AWS could not be reached", "Check the proxy");
                }),
                phase("CLEANUP", Advance::done));
        Thread.currentThread().interrupt();
        assertThrows(OperationException.class, () -> runner.run(d -> {}));
        assertTrue(Thread.interrupted(), "the interrupt is handed on");
        assertFalse(flags.contains(true), flags.toString());
        assertTrue(state.isFinished());
    }

    @Test
    void aWatcherHearsOfEveryPhaseBeforeItsWorkAndOfWhatIsWaitedFor() throws Exception {
        List<String> heard = new ArrayList<>();
        Advance[] answers = {Advance.again(Duration.ofSeconds(7), "x"), Advance.done()};
        int[] call = {0};
        OperationRunner<List<String>> runner = runner(
                phase("A", () -> {
                    heard.add("work");
                    return answers[call[0]++];
                }),
                phase("CLEANUP", Advance::done));
        runner.watchedBy(waitingFor -> {
            PhaseRecord last = state.getPhases().get(state.getPhases().size() - 1);
            heard.add(last.getName() + (last.isEnded() ? " ended" : " waits for " + waitingFor));
        });
        runner.run(d -> {});
        assertEquals(
                List.of(
                        "A waits for null",
                        "work",
                        "A waits for x",
                        "work",
                        "A ended",
                        "CLEANUP waits for null",
                        "CLEANUP ended"),
                heard);
    }

    @Test
    void aLongWaitIsToldOnceAMinute() throws Exception {
        List<String> lines = new ArrayList<>();
        long[] now = {0};
        clock = new Clock() {
            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(now[0]);
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        int[] calls = {0};
        new OperationRunner<List<String>>(
                        List.of(
                                phase(
                                        "A",
                                        () -> ++calls[0] > 50
                                                ? Advance.done()
                                                : Advance.again(Duration.ofSeconds(5), "the machine")),
                                phase("CLEANUP", Advance::done)),
                        events,
                        new OperationJournal<>(state, store, ToldLog.to(lines), clock),
                        Duration.ofDays(1))
                .run(d -> now[0] += d.toMillis());
        assertEquals(
                List.of(
                        "A: waiting for the machine, 1 min so far",
                        "A: waiting for the machine, 2 min so far",
                        "A: waiting for the machine, 3 min so far",
                        "A: waiting for the machine, 4 min so far"),
                lines.stream().filter(l -> l.contains("so far")).toList());
    }
}
