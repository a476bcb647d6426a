package io.jenkins.plugins.monai.engine.snapshot;

import io.jenkins.plugins.monai.engine.cost.CostEstimate;
import io.jenkins.plugins.monai.engine.machine.LaunchAttempt;
import io.jenkins.plugins.monai.engine.map.VerificationReport;
import io.jenkins.plugins.monai.engine.operation.CleanupEntry;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.OperationState;
import io.jenkins.plugins.monai.engine.operation.PhaseRecord;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What is known of an operation at one moment, for pages: immutable, so that any thread may read it while the operation
 * goes on in another. Kept in build records, so all of its fields are plain.
 */
public final class OperationSnapshot implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String runId;
    private final String region;
    private final String accountId;
    private final long startMillis;
    private final boolean finished;
    private final ArrayList<String> phaseNames;
    private final ArrayList<PhaseRecord> phases;
    private final String waitingFor;
    private final String failedPhase;
    private final String problem;
    private final String remedy;
    private final LinkedHashMap<String, String> outputs;
    private final ArrayList<String> changes;
    private final ArrayList<CleanupEntry> cleanup;
    private final VerificationReport verification;
    private final CostEstimate cost;

    /** 0 in those that were kept before there were leases. */
    private final long leaseMillis;

    /** Null in a record that was saved before there were any. */
    private final ArrayList<LaunchAttempt> attempts;

    private OperationSnapshot(Builder b) {
        OperationException failure = b.state.failure().orElse(null);
        this.runId = b.state.getRunId();
        this.region = b.region;
        this.accountId = b.accountId;
        this.startMillis = b.state.getStartMillis();
        this.finished = b.state.isFinished();
        this.phaseNames = new ArrayList<>(b.phaseNames);
        this.phases = new ArrayList<>();
        b.state.getPhases().forEach(p -> phases.add(p.copy()));
        this.waitingFor = b.state.isFinished() ? null : b.shown.apply(b.waitingFor);
        this.failedPhase = failure == null ? null : failure.phase();
        this.problem = failure == null ? null : b.shown.apply(failure.problem());
        this.remedy = failure == null ? null : b.shown.apply(failure.remedy());
        this.outputs = b.outputs;
        this.outputs.replaceAll((name, value) -> b.shown.apply(value));
        this.changes = new ArrayList<>(b.changes);
        this.changes.replaceAll(b.shown);
        this.cleanup = new ArrayList<>();
        b.state.cleanup().entries().forEach(entry -> cleanup.add(entry.shown(b.shown)));
        this.verification = b.verification == null ? null : b.verification.shown(b.shown);
        this.cost = b.cost;
        this.leaseMillis = b.lease.toMillis();
        this.attempts = new ArrayList<>(b.attempts);
    }

    /**
     * @param phaseNames all phases of the operation, in order
     * @param region the region's code
     */
    public static Builder of(OperationState state, List<String> phaseNames, String region) {
        return new Builder(state, phaseNames, region);
    }

    public String getRunId() {
        return runId;
    }

    public String getRegion() {
        return region;
    }

    /** The account's twelve digits; null before the operation has asked for them. */
    public String getAccountId() {
        return accountId;
    }

    /** Milliseconds since the epoch. */
    public long getStartMillis() {
        return startMillis;
    }

    /** When the last phase ended that has, milliseconds since the epoch; the start before any has. */
    public long getEndMillis() {
        return phases.stream().mapToLong(PhaseRecord::getEndMillis).reduce(startMillis, Math::max);
    }

    /** Whether the operation, clean-up included, has ended. */
    public boolean isFinished() {
        return finished;
    }

    public boolean isFailed() {
        return problem != null;
    }

    /** All phases of the operation, in order, begun or not. */
    public List<String> getPhaseNames() {
        return Collections.unmodifiableList(phaseNames);
    }

    /** Those that have begun, in that order. */
    public List<PhaseRecord> getPhases() {
        return Collections.unmodifiableList(phases);
    }

    /** The phase that is at work; null before the first, after the last, and between two. */
    public String getCurrentPhase() {
        PhaseRecord last = phases.isEmpty() ? null : phases.get(phases.size() - 1);
        return last == null || last.isEnded() ? null : last.getName();
    }

    /** What is waited for; null while something is done, and when all is over. */
    public String getWaitingFor() {
        return waitingFor;
    }

    /** The phase of the first failure; null without one, as are problem and remedy. */
    public String getFailedPhase() {
        return failedPhase;
    }

    /** A sentence without its full stop. */
    public String getProblem() {
        return problem;
    }

    /** A sentence without its full stop. */
    public String getRemedy() {
        return remedy;
    }

    /** Those of the result that are known so far, under the same names. */
    public Map<String, String> getOutputs() {
        return Collections.unmodifiableMap(outputs);
    }

    /** What was made or changed and is to stay, for people. */
    public List<String> getChanges() {
        return Collections.unmodifiableList(changes);
    }

    public List<CleanupEntry> getCleanup() {
        return Collections.unmodifiableList(cleanup);
    }

    /** Null before there is one, and for operations that verify nothing. */
    public VerificationReport getVerification() {
        return verification;
    }

    /** Null where the price table has no price of the machine, and for operations without one. */
    public CostEstimate getCost() {
        return cost;
    }

    /** Within how many milliseconds the machine ends when its owner is heard of no more; 0 for one that has no lease. */
    public long getLeaseMillis() {
        return leaseMillis;
    }

    /** Where the machine was looked for, in order. */
    public List<LaunchAttempt> getAttempts() {
        return attempts == null ? List.of() : Collections.unmodifiableList(attempts);
    }

    /** Fills in what operations differ in. For the thread that drives the operation alone. */
    public static final class Builder {

        private final OperationState state;
        private final List<String> phaseNames;
        private final String region;
        private final LinkedHashMap<String, String> outputs = new LinkedHashMap<>();
        private UnaryOperator<String> shown = UnaryOperator.identity();
        private String accountId;
        private String waitingFor;
        private List<String> changes = List.of();
        private VerificationReport verification;
        private CostEstimate cost;
        private Duration lease = Duration.ZERO;
        private List<LaunchAttempt> attempts = List.of();

        private Builder(OperationState state, List<String> phaseNames, String region) {
            this.state = state;
            this.phaseNames = phaseNames;
            this.region = region;
        }

        /** @param how makes text fit to be shown: null stays null */
        public Builder shownBy(UnaryOperator<String> how) {
            shown = how;
            return this;
        }

        public Builder accountId(String value) {
            accountId = value;
            return this;
        }

        public Builder waitingFor(String value) {
            waitingFor = value;
            return this;
        }

        /** @param value null for what is not known yet */
        public Builder output(String name, String value) {
            if (value != null) {
                outputs.put(name, value);
            }
            return this;
        }

        public Builder outputs(Map<String, String> values) {
            outputs.putAll(values);
            return this;
        }

        public Builder changes(List<String> value) {
            changes = List.copyOf(value);
            return this;
        }

        public Builder verification(VerificationReport value) {
            verification = value;
            return this;
        }

        public Builder cost(CostEstimate value) {
            cost = value;
            return this;
        }

        public Builder lease(Duration value) {
            lease = value;
            return this;
        }

        /** @param value copies, which nobody changes any more */
        public Builder attempts(List<LaunchAttempt> value) {
            attempts = List.copyOf(value);
            return this;
        }

        public OperationSnapshot build() {
            return new OperationSnapshot(this);
        }
    }
}
