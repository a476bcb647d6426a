package io.jenkins.plugins.monai.engine.machine.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.inference.ScriptedAws;
import io.jenkins.plugins.monai.engine.machine.LeaseTerms;
import io.jenkins.plugins.monai.engine.machine.MachineState;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.ssh.RemoteException;
import io.jenkins.plugins.monai.engine.ssh.RemoteShell;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/** A lease is renewed while its run is worked on, beside the work, and no longer. */
class LeaseKeeperTest {

    /** As short as one may be: renewed every two seconds, its tag every ten, as the lease's clock has it. */
    private static final LeaseTerms TERMS = new LeaseTerms(Duration.ofSeconds(30));

    /** How many seconds of the lease pass in one of the test. */
    private static final int SPEED = 20;

    private final BlockingQueue<String> commands = new LinkedBlockingQueue<>();
    private final BlockingQueue<RemoteShell.Result> answers = new LinkedBlockingQueue<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<Instant> tags = new CopyOnWriteArrayList<>();
    private final MachineState state = new MachineState();
    private volatile Instant now = Instant.parse("2026-11-30T10:00:00Z");
    private volatile boolean denied;
    private volatile boolean broken;

    private final ScriptedAws aws = new ScriptedAws().on(CreateTagsRequest.class, request -> {
        if (denied) {
            throw ScriptedAws.error(Ec2Exception.builder(), 403, "UnauthorizedOperation", "not authorized to perform");
        }
        assertEquals(List.of("i-1"), request.resources());
        assertEquals("monai-deploy:lease", request.tags().get(0).key());
        tags.add(Instant.parse(request.tags().get(0).value()));
        return CreateTagsResponse.builder().build();
    });

    private final LeaseKeeper keeper = new LeaseKeeper(
            aws,
            TERMS,
            state,
            new Lines(),
            new Moving(),
            this::open,
            after -> LeaseKeeper.after(after.dividedBy(SPEED)));

    private final class Lines implements EngineLog {

        @Override
        public void line(String text) {
            lines.add(text);
        }

        @Override
        public void machine(String text) {
            lines.add(text);
        }
    }

    private final class Moving extends Clock {

        @Override
        public Instant instant() {
            return now;
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

    private RemoteShell open() {
        opened.incrementAndGet();
        return new RemoteShell() {
            @Override
            public Result run(String command, Duration timeout) throws RemoteException {
                commands.add(command);
                if (broken) {
                    throw new RemoteException("nobody answers");
                }
                Result answer = answers.poll();
                return answer == null ? new Result(0, "", "") : answer;
            }

            @Override
            public Result run(String command, StdinWriter stdin, Duration timeout) {
                throw new AssertionError("Nothing is sent");
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    private void launched() {
        state.launched("i-1", "g4dn.xlarge", now.toEpochMilli());
    }

    private void awaitRenewal() throws InterruptedException {
        String command = commands.poll(20, TimeUnit.SECONDS);
        assertTrue(command != null && command.contains("/run/monai-deploy/renewed"), "no renewal: " + command);
    }

    @AfterEach
    void close() {
        keeper.close();
    }

    @Test
    void onePieceOfWorkThatTakesLongKeepsTheLease() throws Exception {
        launched();
        keeper.workBegins();
        awaitRenewal();
        awaitRenewal();
        assertEquals(List.of(), tags, "the launch call has written the tag");
        assertEquals(1, opened.get(), "one connection");
    }

    @Test
    void theTagIsWrittenAnewAtItsOwnPace() throws Exception {
        launched();
        now = now.plusSeconds(11);
        keeper.workBegins();
        awaitRenewal();
        awaitRenewal();
        awaitRenewal();
        assertEquals(List.of(now.plus(TERMS.told())), tags, "once, as the clock stands still");
    }

    @Test
    void aRunThatIsClosedIsRenewedNoMore() throws Exception {
        launched();
        keeper.workBegins();
        awaitRenewal();
        keeper.workEnds();
        keeper.close();
        commands.clear();
        assertNull(commands.poll(5 * TERMS.renewal().toMillis() / SPEED, TimeUnit.MILLISECONDS));
        assertEquals(opened.get(), closed.get());
    }

    @Test
    void aConnectionThatBreaksIsTriedAgainAndTheTagWaitsForIt() throws Exception {
        launched();
        broken = true;
        now = now.plusSeconds(11);
        keeper.workBegins();
        awaitRenewal();
        awaitRenewal();
        assertEquals(List.of(), tags, "what the machine does not know is not told");
        broken = false;
        awaitRenewal();
        awaitRenewal();
        assertEquals(List.of(now.plus(TERMS.told())), tags);
        assertEquals(List.of(), lines);
    }

    @Test
    void aTagThatIsRefusedIsToldOnceAndKeepsNothing() throws Exception {
        launched();
        denied = true;
        now = now.plusSeconds(11);
        keeper.workBegins();
        awaitRenewal();
        awaitRenewal();
        awaitRenewal();
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(
                lines.get(0).contains("monai-deploy:lease") && lines.get(0).contains("ec2:CreateTags"), lines.get(0));
    }

    @Test
    void aMachineWithoutALeaseIsToldOf() throws Exception {
        launched();
        for (int i = 0; i < 3; i++) {
            answers.add(new RemoteShell.Result(2, "", "sh: /run/monai-deploy/renewed: Permission denied"));
        }
        now = now.plusSeconds(11);
        keeper.workBegins();
        awaitRenewal();
        awaitRenewal();
        awaitRenewal();
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.get(0).contains("Permission denied") && lines.get(0).contains("cloud-init"), lines.get(0));
        assertEquals(List.of(), tags);
    }
}
