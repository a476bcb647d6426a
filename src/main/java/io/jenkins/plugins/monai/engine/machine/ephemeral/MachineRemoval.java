package io.jenkins.plugins.monai.engine.machine.ephemeral;

import io.jenkins.plugins.monai.engine.machine.MachineState;
import io.jenkins.plugins.monai.engine.machine.ec2.Instances;
import io.jenkins.plugins.monai.engine.machine.ec2.SecurityGroups;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.Cleanup;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.ResourceKind;
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

    /** Between two looks at first; each next one is half as long again. */
    private static final Duration SHORTEST = Duration.ofMillis(500);

    private static final Duration LONGEST = Duration.ofSeconds(5);

    /** How long after a launch its machine may be unknown to calls that look for it. */
    private static final Duration LAUNCH_IN_DOUBT = Duration.ofSeconds(60);

    private interface Work {
        /** What is waited for; empty when it is done. */
        Optional<String> remove(Cleanup cleanup) throws OperationException, InterruptedException;
    }

    private record Step(ResourceKind kind, Work work) {}

    private final String name;
    private final Instances instances;
    private final KeyPairs keyPairs;
    private final SecurityGroups groups;
    private final MachineState state;
    private final Clock clock;
    private Duration pause = SHORTEST;

    /** @param name of the run's resources: what is left carries it */
    MachineRemoval(
            String name,
            Instances instances,
            KeyPairs keyPairs,
            SecurityGroups groups,
            MachineState state,
            Clock clock) {
        this.name = name;
        this.instances = instances;
        this.keyPairs = keyPairs;
        this.groups = groups;
        this.state = state;
        this.clock = clock;
    }

    /** The machine costs money, so it goes first; the security group is free only when the machine is gone. */
    Advance advance(Cleanup cleanup) throws OperationException, InterruptedException {
        List<OperationException> failures = new ArrayList<>();
        Optional<String> waitingFor = Optional.empty();
        for (Step step : List.of(
                new Step(ResourceKind.INSTANCE, this::machine),
                new Step(ResourceKind.KEY_PAIR, this::key),
                new Step(ResourceKind.SECURITY_GROUP, this::group))) {
            cleanup.retried(step.kind(), name);
            try {
                Optional<String> pending = step.work().remove(cleanup);
                waitingFor = waitingFor.or(() -> pending);
            } catch (OperationException e) {
                cleanup.left(step.kind(), name, e.problem(), clock.millis());
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            OperationException first = failures.get(0);
            failures.subList(1, failures.size()).forEach(first::addSuppressed);
            throw first;
        }
        return waitingFor.map(what -> Advance.again(pause(), what)).orElse(Advance.done());
    }

    private Duration pause() {
        Duration now = pause;
        Duration longer = pause.multipliedBy(3).dividedBy(2);
        pause = longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
        return now;
    }

    private Optional<String> machine(Cleanup cleanup) throws OperationException, InterruptedException {
        if (state.launchWanted() && !terminated(cleanup)) {
            return Optional.of("the machine to be terminated");
        }
        cleanup.gone(ResourceKind.INSTANCE, clock.millis());
        if (state.instanceId() == null) {
            cleanup.nothing(ResourceKind.INSTANCE, name, clock.millis());
        } else {
            cleanup.removed(ResourceKind.INSTANCE, state.instanceId(), clock.millis());
        }
        return Optional.empty();
    }

    private boolean terminated(Cleanup cleanup) throws OperationException, InterruptedException {
        List<Instance> alive = instances.alive();
        for (Instance instance : alive) {
            if (!state.launches().isFormer(instance.instanceId())) {
                state.launched(instance.instanceId(), instance.instanceTypeAsString(), clock.millis());
            }
            cleanup.left(ResourceKind.INSTANCE, instance.instanceId(), "being terminated", clock.millis());
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
            instances.terminateAtOnce(state.instanceId());
        }
        return over;
    }

    private void terminate(Instance instance) throws OperationException, InterruptedException {
        if (instance.state().name() != InstanceStateName.SHUTTING_DOWN) {
            instances.terminateAtOnce(instance.instanceId());
        }
    }

    private boolean isLaunchInDoubt() {
        long launch = Math.max(state.launchWantedMillis(), state.launchMillis());
        return clock.millis() - launch <= LAUNCH_IN_DOUBT.toMillis();
    }

    private Optional<String> key(Cleanup cleanup) throws OperationException, InterruptedException {
        if (state.keyWanted()) {
            keyPairs.delete();
            state.keyRemoved();
            cleanup.removed(ResourceKind.KEY_PAIR, name, clock.millis());
        }
        cleanup.nothing(ResourceKind.KEY_PAIR, name, clock.millis());
        return Optional.empty();
    }

    private Optional<String> group(Cleanup cleanup) throws OperationException, InterruptedException {
        if (!state.groupWanted()) {
            cleanup.nothing(ResourceKind.SECURITY_GROUP, name, clock.millis());
            return Optional.empty();
        }
        Set<String> found = new LinkedHashSet<>(groups.find());
        if (state.temporaryGroupId() != null) {
            found.add(state.temporaryGroupId());
        }
        for (String group : found) {
            if (!groups.delete(group)) {
                cleanup.left(ResourceKind.SECURITY_GROUP, group, "still in use", clock.millis());
                return Optional.of("the security group to be free");
            }
            cleanup.removed(ResourceKind.SECURITY_GROUP, group, clock.millis());
        }
        cleanup.nothing(ResourceKind.SECURITY_GROUP, name, clock.millis());
        state.groupRemoved();
        return Optional.empty();
    }
}
