package io.jenkins.plugins.monai.engine.machine;

import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** Takes away what a run has made on EC2. What cannot be removed does not keep the rest from being removed. */
final class MachineRemoval {

    private static final Duration POLL = Duration.ofSeconds(2);

    /** How long after a launch its machine may be unknown to calls that look for it. */
    private static final Duration LAUNCH_IN_DOUBT = Duration.ofSeconds(60);

    private interface Step {
        /** What is waited for; empty when the step is done. */
        Optional<String> remove() throws OperationException, InterruptedException;
    }

    private final Instances instances;
    private final KeyPairs keyPairs;
    private final SecurityGroups groups;
    private final MachineState state;
    private final Clock clock;

    MachineRemoval(Instances instances, KeyPairs keyPairs, SecurityGroups groups, MachineState state, Clock clock) {
        this.instances = instances;
        this.keyPairs = keyPairs;
        this.groups = groups;
        this.state = state;
        this.clock = clock;
    }

    /** The machine costs money, so it goes first; the security group is free only when the machine is gone. */
    Advance advance() throws OperationException, InterruptedException {
        List<OperationException> failures = new ArrayList<>();
        Optional<String> waitingFor = Optional.empty();
        for (Step step : List.<Step>of(this::machine, this::key, this::group)) {
            try {
                Optional<String> pending = step.remove();
                waitingFor = waitingFor.or(() -> pending);
            } catch (OperationException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            OperationException first = failures.get(0);
            failures.subList(1, failures.size()).forEach(first::addSuppressed);
            throw first;
        }
        return waitingFor.map(what -> Advance.again(POLL, what)).orElse(Advance.done());
    }

    private Optional<String> machine() throws OperationException, InterruptedException {
        return !state.launchWanted() || terminated() ? Optional.empty() : Optional.of("the machine to be terminated");
    }

    private boolean terminated() throws OperationException, InterruptedException {
        List<Instance> alive = instances.alive();
        for (Instance instance : alive) {
            state.launched(instance.instanceId(), instance.instanceTypeAsString(), clock.millis());
            terminate(instance);
        }
        if (!alive.isEmpty()) {
            return false;
        }
        return state.instanceId() == null ? !isLaunchInDoubt() : terminatedByItsId();
    }

    /** The search by tag may lag behind a launch. So may EC2's knowledge of an id: at first "unknown" says nothing. */
    private boolean terminatedByItsId() throws OperationException, InterruptedException {
        Optional<Instance> noted = instances.describe(state.instanceId());
        boolean over =
                noted.map(i -> i.state().name() == InstanceStateName.TERMINATED).orElse(!isLaunchInDoubt());
        if (over) {
            state.ended(clock.millis());
        } else if (noted.isPresent()) {
            terminate(noted.get());
        } else {
            instances.terminate(state.instanceId());
        }
        return over;
    }

    private void terminate(Instance instance) throws OperationException, InterruptedException {
        if (instance.state().name() != InstanceStateName.SHUTTING_DOWN) {
            instances.terminate(instance.instanceId());
        }
    }

    private boolean isLaunchInDoubt() {
        long launch = Math.max(state.launchWantedMillis(), state.launchMillis());
        return clock.millis() - launch <= LAUNCH_IN_DOUBT.toMillis();
    }

    private Optional<String> key() throws OperationException, InterruptedException {
        if (state.keyWanted()) {
            keyPairs.delete();
            state.keyRemoved();
        }
        return Optional.empty();
    }

    private Optional<String> group() throws OperationException, InterruptedException {
        if (!state.groupWanted()) {
            return Optional.empty();
        }
        Set<String> found = new LinkedHashSet<>(groups.find());
        if (state.temporaryGroupId() != null) {
            found.add(state.temporaryGroupId());
        }
        for (String group : found) {
            if (!groups.delete(group)) {
                return Optional.of("the security group to be free");
            }
        }
        state.groupRemoved();
        return Optional.empty();
    }
}
