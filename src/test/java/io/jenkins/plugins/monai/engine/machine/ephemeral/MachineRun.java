package io.jenkins.plugins.monai.engine.machine.ephemeral;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.machine.MachineSpec;
import io.jenkins.plugins.monai.engine.machine.MachineState;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.Cleanup;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.ToldLog;
import io.jenkins.plugins.monai.engine.ssh.SshKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A machine as one run has it, without the rest of the run: its pauses are over at once, and the clock moves on. */
final class MachineRun {

    static final String CIDR = "203.0.113.7/32";

    private static final Duration LONGEST = Duration.ofMinutes(20);
    private static final long PAUSE_MILLIS = 50;

    private final AwsClients aws;
    private final MachineSpec spec;
    private final RunIdentity identity;
    private final List<byte[]> saved = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final Moving clock = new Moving();
    private final Cleanup cleanup = new Cleanup();
    private MachineState state;
    private Machine machine;

    private static final class Moving extends Clock {

        private Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("Nobody asks for it");
        }
    }

    private interface Work {
        Advance advance() throws OperationException, InterruptedException;
    }

    MachineRun(AwsClients aws, MachineSpec spec) {
        this.aws = aws;
        this.spec = spec;
        this.identity = new RunIdentity(UUID.randomUUID().toString(), "machine-run", "a run's machine");
        use(new MachineState());
    }

    private void use(MachineState taken) {
        state = taken;
        machine = new Machine(aws, identity, spec, state, () -> saved.add(bytes(state)), ToldLog.to(lines), clock);
    }

    void check() throws OperationException, InterruptedException {
        machine.check();
    }

    void importKey() throws OperationException, InterruptedException {
        SshKey key = SshKey.generate(identity.resourceName());
        machine.importKey(key.publicKeyLine());
        key.destroy();
    }

    /** Up to the point where the machine runs. */
    void launch() throws OperationException, InterruptedException {
        drive(() -> machine.launch(CIDR));
    }

    /** All that comes before SSH. */
    void start() throws OperationException, InterruptedException {
        check();
        importKey();
        launch();
    }

    Advance launchOnce() throws OperationException, InterruptedException {
        return machine.launch(CIDR);
    }

    void remove() throws OperationException, InterruptedException {
        drive(() -> machine.remove(cleanup));
    }

    Advance removeOnce() throws OperationException, InterruptedException {
        return machine.remove(cleanup);
    }

    private void drive(Work work) throws OperationException, InterruptedException {
        Instant deadline = clock.instant().plus(LONGEST);
        Advance next = work.advance();
        while (!next.isDone()) {
            clock.ahead = clock.ahead.plus(next.after());
            String waitingFor = next.waitingFor();
            assertTrue(clock.instant().isBefore(deadline), () -> "Still waiting for " + waitingFor + " " + lines);
            Thread.sleep(Math.min(PAUSE_MILLIS, next.after().toMillis()));
            next = work.advance();
        }
    }

    /** Another process takes over from the state as it was saved last. */
    void takenOver() {
        use(saved(saved.size() - 1));
    }

    /** Another process takes over from the state as it is. */
    void takeOverFromNow() {
        saved.add(bytes(state));
        takenOver();
    }

    private MachineState saved(int index) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(saved.get(index)))) {
            return (MachineState) in.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(MachineState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    RunIdentity identity() {
        return identity;
    }

    MachineState state() {
        return state;
    }

    Cleanup cleanup() {
        return cleanup;
    }

    Machine machine() {
        return machine;
    }

    List<String> lines() {
        return lines;
    }
}
