package io.jenkins.plugins.monai.page;

import io.jenkins.plugins.monai.engine.cost.Gp3;
import io.jenkins.plugins.monai.engine.cost.PriceTable;
import io.jenkins.plugins.monai.engine.map.SampleReport;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.OperationJournal;
import io.jenkins.plugins.monai.engine.operation.OperationRunner;
import io.jenkins.plugins.monai.engine.operation.OperationState;
import io.jenkins.plugins.monai.engine.operation.Phase;
import io.jenkins.plugins.monai.engine.operation.ResourceKind;
import io.jenkins.plugins.monai.engine.operation.ToldLog;
import io.jenkins.plugins.monai.engine.snapshot.OperationSnapshot;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** An operation as the page sees one, which goes on when a test says so. */
final class SampleOperation {

    static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/map:1.0";
    static final String DIGEST = "sha256:" + "ab".repeat(32);
    static final List<String> PHASES = List.of("PREFLIGHT", "LAUNCH", "VERIFY", "CLEANUP");

    private static final class State extends OperationState {
        private static final long serialVersionUID = 1L;

        State(String runId) {
            super(runId, System.currentTimeMillis());
        }
    }

    private record Step(SampleOperation operation, String name) implements Phase<State> {

        @Override
        public Advance advance(State state) throws OperationException {
            return operation.work(name);
        }
    }

    private final State state;
    private final OperationRunner<State> runner;
    private volatile OperationSnapshot snapshot;
    private String untilAfter;
    private String failIn;

    SampleOperation(String runId) {
        state = new State(runId);
        runner = new OperationRunner<>(
                PHASES.stream().map(p -> (Phase<State>) new Step(this, p)).toList(),
                state,
                new OperationJournal<>(state, s -> {}, ToldLog.nowhere(), Clock.systemUTC()),
                Duration.ofHours(1));
        runner.watchedBy(waitingFor -> snapshot = now(waitingFor));
        snapshot = now(null);
    }

    private Advance work(String phase) throws OperationException {
        if (phase.equals(failIn)) {
            throw new OperationException("<b>it</b> broke", "Mend <it>");
        }
        if (!phase.equals(untilAfter) && PHASES.indexOf(phase) > PHASES.indexOf(untilAfter) && !isFailed()) {
            return Advance.again(Duration.ZERO, "the <machine>");
        }
        if (phase.equals("CLEANUP")) {
            state.cleanup().removed(ResourceKind.INSTANCE, "i-0123456789abcdef0", System.currentTimeMillis());
            state.cleanup().left(ResourceKind.SECURITY_GROUP, "sg-1", "still in use", System.currentTimeMillis());
        }
        return Advance.done();
    }

    private boolean isFailed() {
        return state.failure().isPresent();
    }

    /** Goes on until a phase is over; the next one then waits for something. */
    SampleOperation advanceUntilAfter(String phase) throws OperationException {
        untilAfter = phase;
        for (int i = 0; i <= PHASES.size(); i++) {
            if (runner.advance().isDone()) {
                break;
            }
        }
        return this;
    }

    /** Fails in a phase; its clean-up is over then. */
    SampleOperation failIn(String phase) {
        failIn = phase;
        try {
            advanceUntilAfter("CLEANUP");
            throw new AssertionError("It did not fail");
        } catch (OperationException expected) {
            return this;
        }
    }

    OperationSnapshot snapshot() {
        return snapshot;
    }

    private OperationSnapshot now(String waitingFor) {
        OperationSnapshot.Builder builder = OperationSnapshot.of(state, PHASES, "us-east-1")
                .waitingFor(waitingFor)
                .accountId("123456789012")
                .changes(List.of("a <change>"))
                .cost(PriceTable.bundled()
                        .estimate("us-east-1", "g4dn.xlarge", 150, Gp3.plain(), state.getStartMillis(), 0, 120)
                        .orElseThrow());
        if (state.getPhases().size() > 1) {
            builder.output("instanceId", "i-0123456789abcdef0");
        }
        if (state.getPhases().size() > 3 && !isFailed()) {
            builder.output("imageUri", IMAGE).output("imageDigest", DIGEST).output("imageSizeBytes", "1234567890");
            try {
                builder.verification(SampleReport.of("example.org/team/map:1"));
            } catch (OperationException e) {
                throw new AssertionError(e);
            }
        }
        return builder.build();
    }
}
