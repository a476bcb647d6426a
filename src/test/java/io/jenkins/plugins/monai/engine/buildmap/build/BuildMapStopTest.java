package io.jenkins.plugins.monai.engine.buildmap.build;

import static io.jenkins.plugins.monai.engine.machine.MachineParameters.MAXIMUM_MINUTES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.buildmap.BuildMapState;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.lab.Lab;
import io.jenkins.plugins.monai.lab.NeedsLab;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Builds that are stopped, taken over by another process, out of time, or out of room for their own state. */
@NeedsLab
class BuildMapStopTest {

    @TempDir
    Path workspace;

    private Lab lab;
    private Trial trial;

    @BeforeEach
    void prepare(Lab shared) throws IOException {
        lab = shared;
        lab.front().reset();
        TinyApplication.in(workspace);
        trial = Trial.of(lab, workspace);
    }

    @AfterEach
    void close() {
        lab.front().reset();
        trial.close();
    }

    @ParameterizedTest
    @CsvSource({
        "PREFLIGHT, Acting as",
        "KEY, KEY",
        "LAUNCH, lets in",
        "WAIT_SSH, WAIT_SSH",
        "UPLOAD, UPLOAD",
        "PACKAGE, STEP 1/",
        "PUSH, Pushing ",
    })
    void anInterruptInTheMiddleOfAPhase(String phase, String line) {
        Thread builder = Thread.currentThread();
        trial.log().when(line, builder::interrupt);
        trial.failsIn(phase, "aborted");
        assertTrue(trial.wasInterrupted(), "the interrupt is handed on");
    }

    @Test
    void anInterruptInTheMiddleOfACall() {
        Thread builder = Thread.currentThread();
        lab.front().before("ec2:AuthorizeSecurityGroupIngress", builder::interrupt, 1);
        trial.failsIn("LAUNCH", "aborted");
        assertTrue(trial.wasInterrupted());
    }

    @Test
    void anInterruptDuringTheCleanup() {
        Thread builder = Thread.currentThread();
        lab.front().fail("ec2:AuthorizeSecurityGroupIngress", "UnauthorizedOperation", 1);
        trial.log().when("CLEANUP", builder::interrupt);
        trial.failsIn("LAUNCH", "ec2:AuthorizeSecurityGroupIngress");
        assertTrue(trial.wasInterrupted());
    }

    @Test
    void anAbortFromOutside() throws Exception {
        trial.runUntilAfter("LAUNCH");
        trial.operation().abort("by alice");
        trial.failsIn("WAIT_SSH", "aborted (by alice)");
    }

    @Test
    void theMaximumTimeIsOver() throws Exception {
        trial.with(MAXIMUM_MINUTES, 30);
        trial.runUntilAfter("LAUNCH");
        trial.clock().moveOn(Duration.ofMinutes(31));
        trial.failsIn("WAIT_SSH", "maximum of 30 minutes", "maximumMinutes");
    }

    /** At each of the saves, also at those that announce a side effect, and ever after: a disk stays full. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 7, 9})
    void aStateThatCannotBeSaved(int from) {
        AtomicInteger saves = new AtomicInteger();
        trial.store(saved -> {
            if (saves.incrementAndGet() >= from) {
                throw new IOException("No space left on device");
            }
        });
        trial.fails("state of the operation could not be saved: No space left on device", "disk");
    }

    /** Whatever was saved last, another process that is to do no more removes what there is. */
    @ParameterizedTest
    @CsvSource({"PREFLIGHT", "KEY", "LAUNCH", "WAIT_SSH", "UPLOAD"})
    void anotherProcessTakesOverAtEachSave(String last) throws Exception {
        List<byte[]> saved = new ArrayList<>();
        trial.store(state -> saved.add(Serialized.bytes(state)));
        trial.runUntilAfter(last);
        BuildMapState read = Serialized.state(saved.get(saved.size() - 1));
        assertEquals(describe(trial.state()), describe(read));
        trial.takenOverWith(read);
        trial.operation().abort(null);
        trial.failsIn(next(last), "aborted");
    }

    /** As when the saved state cannot be read: all that carries the run's tag or name goes. */
    @Test
    void aRunOfWhichNothingIsKnownIsCleanedUpByItsTag() throws Exception {
        trial.runUntilAfter("LAUNCH");
        trial.takenOverWith(BuildMapState.unknown(trial.runId(), trial.clock().millis()));
        trial.operation().abort("its state could not be read");
        trial.fastForward();
        trial.failsIn("PREFLIGHT", "aborted (its state could not be read)");
    }

    private static String next(String phase) {
        List<String> names = BuildMapOperation.phaseNames();
        return names.get(names.indexOf(phase) + 1);
    }

    private static List<String> describe(BuildMapState state) {
        return Stream.concat(
                        state.getPhases().stream().map(p -> p.getName() + p.getStartMillis() + p.getEndMillis()),
                        Stream.of(
                                String.valueOf(state.accountId()),
                                String.valueOf(state.sshCidr()),
                                String.valueOf(state.machine().instanceId()),
                                String.valueOf(state.machine().hostKey()),
                                String.valueOf(state.machine().imageId()),
                                String.valueOf(state.machine().host())))
                .toList();
    }

    @Test
    void aMachineThatIsNotTerminatedAtFirst() throws Exception {
        trial.fastForward();
        trial.runUntilAfter("LAUNCH");
        lab.front().fail("ec2:TerminateInstances", "InternalError", 7);
        trial.operation().abort(null);
        trial.failsIn("WAIT_SSH", "aborted");
        assertTrue(
                trial.log().lines().stream().anyMatch(l -> l.contains("Clean-up will be tried again")),
                trial.log()::toString);
    }

    /** Issue 12: of a role, say, whose session is over; who renews them is the credentials' own. */
    @Test
    void credentialsThatExpireBeforeTheCleanupAndAreRenewed() throws Exception {
        trial.fastForward();
        trial.runUntilAfter("LAUNCH");
        lab.front().fail(r -> trial.phase().equals("CLEANUP"), "ExpiredToken", "The token has expired", 12);
        trial.operation().abort(null);
        trial.failsIn("WAIT_SSH", "aborted");
        assertTrue(
                trial.log().toString().contains("Clean-up will be tried again: The AWS credentials have expired"),
                trial.log()::toString);
    }

    @Test
    void credentialsThatExpireBeforeTheCleanupAndAreNot() throws Exception {
        trial.fastForward();
        trial.runUntilAfter("KEY");
        lab.front().fail(r -> trial.phase().equals("CLEANUP"), "ExpiredToken", "The token has expired", 9999);
        trial.operation().abort(null);
        assertThrows(
                OperationException.class,
                () -> trial.operation().run(d -> trial.clock().moveOn(d)));
        assertTrue(
                trial.log().lines().stream()
                        .anyMatch(l -> l.startsWith("ALSO FAILED CLEANUP: ")
                                && l.contains("The AWS credentials have expired")
                                && l.contains("monai-deploy-" + trial.runId())
                                && l.contains("when its lease is over")
                                && l.contains("reaper")),
                trial.log()::toString);
        lab.front().reset();
        trial.deleteKeyPair();
    }

    @Test
    void aCleanupThatAwsRefusesSaysWhatIsLeft() throws Exception {
        trial.fastForward();
        trial.runUntilAfter("KEY");
        lab.front().fail("ec2:DeleteKeyPair", "UnauthorizedOperation", 999);
        trial.operation().abort(null);
        assertThrows(
                OperationException.class,
                () -> trial.operation().run(d -> trial.clock().moveOn(d)));
        assertEquals("LAUNCH", trial.state().failure().orElseThrow().phase(), "the first failure is the one reported");
        assertTrue(
                trial.log().lines().stream()
                        .anyMatch(l -> l.startsWith("ALSO FAILED CLEANUP: ")
                                && l.contains("monai-deploy-" + trial.runId())
                                && l.contains("ec2:DeleteKeyPair")),
                trial.log()::toString);
        assertEquals(1, trial.leftRunning().keyPairs());
        lab.front().reset();
        trial.deleteKeyPair();
    }
}
