package io.jenkins.plugins.monai.engine.reaper;

import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.ResourceKind;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeState;

/** Looks at all that a controller has in one account and region. What cannot be listed does not hide the rest. */
final class Survey {

    private interface Listing<T> {
        List<T> get() throws OperationException, InterruptedException;
    }

    private final String region;
    private final ReaperContext context;
    private final Judge judge;
    private final Inventory inventory;
    private final MachinePrices prices;
    private final List<FoundResource> found = new ArrayList<>();
    private final List<ListingProblem> problems = new ArrayList<>();
    private final Set<String> listed = new TreeSet<>();

    Survey(AwsClients aws, ReaperContext context) {
        Clock clock = context.clock();
        this.region = aws.region();
        this.context = context;
        this.judge = new Judge(context.runs(), clock);
        this.inventory = new Inventory(aws, context.controller());
        this.prices = new MachinePrices(context.prices(), region, clock);
    }

    /** In the order in which it has to be removed. */
    List<FoundResource> found() {
        return List.copyOf(found);
    }

    /** What could not be listed. */
    List<ListingProblem> problems() {
        return List.copyOf(problems);
    }

    /** The kinds of what could be listed. */
    Set<String> listed() {
        return Set.copyOf(listed);
    }

    void look() throws InterruptedException {
        Optional<List<Instance>> machines = listed("machines", inventory::machines);
        List<Volume> volumes = listed("volumes", inventory::volumes).orElse(List.of());
        for (Instance machine : machines.orElse(List.of())) {
            if (Inventory.isThere(machine)) {
                machine(machine, volumes);
            }
        }
        for (KeyPairInfo pair : listed("key pairs", inventory::keyPairs).orElse(List.of())) {
            keyPair(pair, machines);
        }
        for (SecurityGroup group : listed("groups", inventory::groups).orElse(List.of())) {
            group(group, machines);
        }
        for (Volume volume : volumes) {
            volume(volume, machines);
        }
    }

    private <T> Optional<List<T>> listed(String kind, Listing<T> listing) throws InterruptedException {
        try {
            List<T> all = listing.get();
            listed.add(kind);
            return Optional.of(all);
        } catch (OperationException e) {
            problems.add(new ListingProblem(kind, e.getMessage()));
            return Optional.empty();
        }
    }

    private void machine(Instance machine, List<Volume> volumes) throws InterruptedException {
        Ownership owner = owner(machine.tags());
        if (!owner.isOurs()) {
            return;
        }
        Verdict verdict = judge.machine(owner, machine.launchTime());
        Instant limit =
                owner.isOfRun() && machine.launchTime() != null ? Judge.limit(owner, machine.launchTime()) : null;
        List<Volume> attached = volumes.stream()
                .filter(v -> v.attachments().stream()
                        .anyMatch(a -> machine.instanceId().equals(a.instanceId())))
                .toList();
        FoundMachine facts = new FoundMachine(
                machine.instanceTypeAsString(),
                machine.instanceLifecycle() == InstanceLifecycleType.SPOT,
                machine.state().nameAsString(),
                machine.launchTime(),
                owner.lease().orElse(null),
                limit,
                owner.isStanding() ? function(owner.standing()) : Optional.empty(),
                !owner.job().isBlank() && !context.runs().hasJob(owner.job()));
        RunningCost cost = prices.of(machine, attached, limit);
        add(ResourceKind.INSTANCE, machine.instanceId(), owner, verdict, facts, cost);
    }

    /** Credentials that build may not ask for functions, and need not: those that configure inference may. */
    private Optional<Boolean> function(String name) throws InterruptedException {
        try {
            return Optional.of(inventory.hasFunction(name));
        } catch (OperationException e) {
            if (!AwsErrors.isDenied(e.getCause())) {
                problems.add(new ListingProblem("function " + name, e.getMessage()));
            }
            return Optional.empty();
        }
    }

    private void keyPair(KeyPairInfo pair, Optional<List<Instance>> machines) {
        Ownership owner = owner(pair.tags());
        if (owner.isOurs() && owner.isOfRun() && owner.resourceName().equals(pair.keyName())) {
            Verdict verdict = judge.belonging(owner, pair.createTime(), withMachine(owner, machines));
            add(ResourceKind.KEY_PAIR, pair.keyPairId(), owner, verdict, null, null);
        }
    }

    private void group(SecurityGroup group, Optional<List<Instance>> machines) {
        Ownership owner = owner(group.tags());
        if (owner.isOurs() && owner.isOfRun() && owner.resourceName().equals(group.groupName())) {
            Verdict verdict = judge.belonging(owner, null, withMachine(owner, machines));
            add(ResourceKind.SECURITY_GROUP, group.groupId(), owner, verdict, null, null);
        }
    }

    private void volume(Volume volume, Optional<List<Instance>> machines) {
        Ownership owner = owner(volume.tags());
        if (owner.isOurs() && volume.state() == VolumeState.AVAILABLE) {
            Verdict verdict = judge.belonging(owner, volume.createTime(), withMachine(owner, machines));
            add(ResourceKind.VOLUME, volume.volumeId(), owner, verdict, null, prices.of(volume));
        }
    }

    /** Where machines cannot be listed, each may be there. */
    private boolean withMachine(Ownership owner, Optional<List<Instance>> machines) {
        return machines.isEmpty()
                || machines.get().stream()
                        .map(m -> owner(m.tags()))
                        .anyMatch(o -> o.run().equals(owner.run()));
    }

    private Ownership owner(List<Tag> tags) {
        return new Ownership(context.controller(), tags);
    }

    private void add(
            ResourceKind kind, String id, Ownership owner, Verdict verdict, FoundMachine facts, RunningCost cost) {
        found.add(
                new FoundResource(kind, id, region, owner.run(), owner.standing(), owner.job(), verdict, facts, cost));
    }
}
