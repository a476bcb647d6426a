package io.jenkins.plugins.monai.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.AbortException;
import io.jenkins.plugins.monai.engine.Operation;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.snapshot.OperationSnapshot;
import io.jenkins.plugins.monai.engine.text.ForeignText;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class OperationDriverJenkinsTest {

    private static final Duration LONG = Duration.ofDays(1);

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<String> coming = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Map<String, String>> outcome = new CompletableFuture<>();
    private final Logger logger = Logger.getLogger(OperationDriver.class.getName());

    private interface Body {
        Advance advance() throws OperationException, InterruptedException;
    }

    /** A work phase and a clean-up, as the engine's runner drives them. */
    private class TestOperation implements Operation {
        private final Body work;
        private final Body cleanup;
        private String failure;
        private boolean worked;

        TestOperation(Body work, Body cleanup) {
            this.work = work;
            this.cleanup = cleanup;
        }

        @Override
        public Advance advance() throws OperationException {
            try {
                if (failure == null && !worked) {
                    Advance advance = work.advance();
                    worked = advance.isDone();
                    return worked ? Advance.again(Duration.ZERO, "the clean-up") : advance;
                }
                Advance advance = cleanup.advance();
                if (!advance.isDone()) {
                    return advance;
                }
            } catch (InterruptedException e) {
                failure = failure == null ? "interrupted" : failure;
                return Advance.again(Duration.ZERO, "the clean-up");
            }
            events.add("cleaned");
            if (failure != null) {
                throw new OperationException(failure, "Mend it");
            }
            return Advance.done();
        }

        @Override
        public void abort(String reason) {
            if (failure == null) {
                failure = "aborted: " + reason;
            }
        }

        @Override
        public void abortComes(String reason) {
            coming.add(reason);
        }

        @Override
        public Map<String, String> outputs() {
            return Map.of("imageUri", "x");
        }

        @Override
        public OperationSnapshot snapshot() {
            throw new UnsupportedOperationException("The driver does not ask");
        }

        @Override
        public String shown(String text) {
            return ForeignText.clean(text).replace("secret-of-the-run", "****");
        }

        @Override
        public void close() {
            events.add("closed");
        }
    }

    @BeforeEach
    void quiet(JenkinsRule jenkins) {
        logger.setLevel(Level.OFF);
    }

    @AfterEach
    void loud() {
        logger.setLevel(null);
    }

    private OperationDriver driver(OperationOpening opening) {
        return new OperationDriver("step", opening, new OperationOutcome() {
            @Override
            public void succeeded(Map<String, String> outputs) {
                assertTrue(outcome.complete(outputs));
            }

            @Override
            public void failed(Throwable cause) {
                assertTrue(outcome.completeExceptionally(cause));
            }
        });
    }

    private OperationDriver driver(Body work, Body cleanup) {
        return driver(() -> new TestOperation(work, cleanup));
    }

    private Throwable failure() throws Exception {
        return outcome.handle((outputs, e) -> e).get(60, TimeUnit.SECONDS);
    }

    @Test
    void drivesToTheOutputs() throws Exception {
        int[] calls = {0};
        driver(() -> ++calls[0] < 3 ? Advance.again(Duration.ofMillis(1), "x") : Advance.done(), Advance::done)
                .begin();
        assertEquals(Map.of("imageUri", "x"), outcome.get(60, TimeUnit.SECONDS));
        assertEquals(List.of("cleaned", "closed"), events);
        assertEquals(3, calls[0]);
    }

    @Test
    void aFailureIsReadable() throws Exception {
        driver(
                        () -> {
                            throw new OperationException("No quota", "Ask for more");
                        },
                        Advance::done)
                .begin();
        assertInstanceOf(AbortException.class, failure());
        assertEquals("step: No quota. Ask for more.", failure().getMessage());
    }

    @Test
    void anOpeningThatFailsIsTheOutcome() throws Exception {
        driver(() -> {
                    throw new OperationException("No credentials", "Name some");
                })
                .begin();
        assertEquals("step: No credentials. Name some.", failure().getMessage());
    }

    /** What a resumption does: fails some times, then opens, or in the end only cleans up. */
    private OperationOpening opening(int failures, boolean cleansUp) {
        return new OperationOpening() {
            private int calls;

            @Override
            public Operation open() throws IOException {
                if (calls++ < failures) {
                    throw new IOException("no credentials yet");
                }
                return new TestOperation(Advance::done, Advance::done);
            }

            @Override
            public Optional<Duration> again(int failed, Exception failure) {
                assertEquals(calls, failed);
                return failed < 3 ? Optional.of(Duration.ofMillis(1)) : Optional.empty();
            }

            @Override
            public Optional<Operation> cleanUp(Exception failure) {
                return cleansUp ? Optional.of(new TestOperation(Advance::done, Advance::done)) : Optional.empty();
            }
        };
    }

    @Test
    void anOpeningThatFailsAtFirstIsTriedAgain() throws Exception {
        driver(opening(2, false)).begin();
        assertEquals(Map.of("imageUri", "x"), outcome.get(60, TimeUnit.SECONDS));
    }

    @Test
    void whatCannotBeOpenedIsCleanedUp() throws Exception {
        driver(opening(9, true)).begin();
        assertTrue(
                failure().getMessage().contains("no credentials yet"), failure().getMessage());
        assertEquals(List.of("cleaned", "closed"), events);
    }

    @Test
    void whatCannotBeCleanedUpEitherIsToldToo() throws Exception {
        driver(opening(9, false)).begin();
        assertTrue(
                failure().getMessage().contains("no credentials yet"), failure().getMessage());
    }

    @Test
    void aStopMovesTheNextPieceUpAndIsTheOutcome() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        OperationDriver driver = driver(
                () -> {
                    waiting.countDown();
                    return Advance.again(LONG, "AWS");
                },
                Advance::done);
        driver.begin();
        waiting.await();
        Exception cause = new Exception("somebody");
        driver.stop(cause);
        assertSame(cause, failure());
        assertEquals(List.of("cleaned", "closed"), events);
    }

    @Test
    void aStopInterruptsThePieceThatRuns() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        OperationDriver driver = driver(
                () -> {
                    working.countDown();
                    new CountDownLatch(1).await();
                    return Advance.done();
                },
                () -> {
                    assertTrue(!Thread.currentThread().isInterrupted());
                    return Advance.done();
                });
        driver.begin();
        working.await();
        Exception cause = new Exception("somebody");
        driver.stop(cause);
        assertSame(cause, failure());
        assertEquals(List.of("cleaned", "closed"), events);
    }

    @Test
    void aStopThatComesWhileItIsOpenedSaysWhoToo() throws Exception {
        Exception cause = new Exception("Aborted by alice");
        OperationDriver[] driver = new OperationDriver[1];
        driver[0] = driver(() -> {
            driver[0].stop(cause);
            return new TestOperation(
                    () -> {
                        new CountDownLatch(1).await();
                        return Advance.done();
                    },
                    Advance::done);
        });
        driver[0].begin();
        assertSame(cause, failure());
        assertEquals(List.of("Aborted by alice"), coming);
        assertEquals(List.of("cleaned", "closed"), events);
    }

    @Test
    void aSecondStopDoesNotDisturbTheCleanup() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch cleaning = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        OperationDriver driver = driver(
                () -> {
                    working.countDown();
                    return Advance.again(LONG, "AWS");
                },
                () -> {
                    cleaning.countDown();
                    go.await();
                    return Advance.done();
                });
        driver.begin();
        working.await();
        Exception cause = new Exception("first");
        driver.stop(cause);
        cleaning.await();
        driver.stop(new Exception("second"));
        go.countDown();
        assertSame(cause, failure());
        assertEquals(List.of("cleaned", "closed"), events);
    }

    @Test
    void anErrorNobodyForesawIsCleanedUpAfterAndReported() throws Exception {
        LinkageError error = new LinkageError("a class of another version");
        driver(
                        () -> {
                            throw error;
                        },
                        Advance::done)
                .begin();
        assertEquals(
                "java.lang.LinkageError: a class of another version", failure().toString());
        assertEquals(List.of("cleaned", "closed"), events);
    }

    @Test
    void whatComesFromOutsideOfThePhasesIsCleanedAndMasked() throws Exception {
        driver(
                        () -> {
                            throw new IllegalStateException("\u001b[31m[monai] done\nsecret-of-the-run", null);
                        },
                        Advance::done)
                .begin();
        assertEquals(
                "java.lang.IllegalStateException: (monai) done ****", failure().toString());
        assertEquals(List.of("cleaned", "closed"), events);
    }

    @Test
    void anOpeningThatFailsWithForeignTextIsCleaned() throws Exception {
        driver(() -> {
                    throw new IOException("\u001b[8mha:AAAA\u001b[0m[machine] no\rroom");
                })
                .begin();
        assertTrue(failure().getMessage().endsWith("could not begin: java.io.IOException: (machine) no room"));
    }

    @Test
    void anOperationThatCannotBeClosedHasItsOutcomeToldAllTheSame() throws Exception {
        driver(() -> new TestOperation(Advance::done, Advance::done) {
                    @Override
                    public void close() {
                        super.close();
                        throw new IllegalStateException("the file is gone");
                    }
                })
                .begin();
        assertEquals(Map.of("imageUri", "x"), outcome.get(60, TimeUnit.SECONDS));
    }

    @Test
    void saysWhatItWaitsFor() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        OperationDriver driver = driver(
                () -> {
                    waiting.countDown();
                    return Advance.again(LONG, "the machine");
                },
                Advance::done);
        driver.begin();
        waiting.await();
        for (int i = 0; i < 600 && driver.status().equals("working"); i++) {
            Thread.sleep(100);
        }
        assertEquals("waiting for the machine", driver.status());
        driver.stop(new Exception("over"));
        failure();
    }
}
