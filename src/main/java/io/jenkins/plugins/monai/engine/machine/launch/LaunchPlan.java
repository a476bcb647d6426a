package io.jenkins.plugins.monai.engine.machine.launch;

import io.jenkins.plugins.monai.engine.machine.LaunchAttempt;
import io.jenkins.plugins.monai.engine.machine.LaunchAttempt.Outcome;
import io.jenkins.plugins.monai.engine.machine.MachineState;
import io.jenkins.plugins.monai.engine.machine.Market;
import io.jenkins.plugins.monai.engine.machine.MarketChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a machine is looked for, in order: market by market, each type everywhere before the next one. */
final class LaunchPlan {

    private final MarketChoice choice;
    private final MachineState state;

    LaunchPlan(MarketChoice choice, MachineState state) {
        this.choice = choice;
        this.state = state;
    }

    List<LaunchCandidate> candidates() {
        List<LaunchCandidate> all = new ArrayList<>();
        for (Market market : choice.markets()) {
            for (String type : state.launchable(market)) {
                for (String subnet : state.subnetIds()) {
                    all.add(new LaunchCandidate(market, type, subnet));
                }
            }
        }
        return all;
    }

    /** The first of each market, where what holds for all of a market shows. */
    List<LaunchCandidate> firstOfEachMarket() {
        return choice.markets().stream()
                .flatMap(market ->
                        candidates().stream().filter(c -> c.market() == market).limit(1))
                .toList();
    }

    /**
     * The next one to try: none that was refused, none of a family whose quota is used up. Those whose machine was taken
     * back come last, as there was room once.
     */
    Optional<LaunchCandidate> next() {
        List<LaunchAttempt> attempts = state.launches().attempts();
        List<LaunchCandidate> open = candidates().stream()
                .filter(c -> attempts.stream().noneMatch(a -> rulesOut(a, c)))
                .toList();
        return open.stream()
                .filter(c -> attempts.stream().noneMatch(c::is))
                .findFirst()
                .or(() -> open.stream().findFirst());
    }

    private static boolean rulesOut(LaunchAttempt attempt, LaunchCandidate candidate) {
        return switch (attempt.getOutcome()) {
            case NO_CAPACITY -> candidate.is(attempt);
            case QUOTA -> candidate.is(attempt) || sharesQuota(attempt, candidate);
            case LAUNCHED, TAKEN_BACK -> false;
        };
    }

    private static boolean sharesQuota(LaunchAttempt attempt, LaunchCandidate candidate) {
        Optional<Ec2Quota> quota = Ec2Quota.of(attempt.getInstanceType(), attempt.getMarket());
        return quota.isPresent() && quota.equals(Ec2Quota.of(candidate.instanceType(), candidate.market()));
    }

    /** Whether a quota stood in the way, of what was tried so far. */
    Optional<Ec2Quota> quotaInTheWay() {
        return state.launches().attempts().stream()
                .filter(a -> a.getOutcome() == Outcome.QUOTA)
                .flatMap(a -> Ec2Quota.of(a.getInstanceType(), a.getMarket()).stream())
                .findFirst();
    }
}
