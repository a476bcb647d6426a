package io.jenkins.plugins.monai.engine.machine.launch;

import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.machine.LaunchAttempt;
import io.jenkins.plugins.monai.engine.machine.LaunchAttempt.Outcome;
import io.jenkins.plugins.monai.engine.machine.MachineState;
import io.jenkins.plugins.monai.engine.machine.Market;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.Instance;

/** Says in the log where a machine was looked for and what came of it. */
final class LaunchReport {

    private final AwsClients aws;
    private final MachineState state;
    private final EngineLog log;

    LaunchReport(AwsClients aws, MachineState state, EngineLog log) {
        this.aws = aws;
        this.state = state;
        this.log = log;
    }

    void refused(LaunchCandidate candidate, Outcome outcome, String code) throws InterruptedException {
        log.line("No " + candidate + ": " + code);
        Optional<Ec2Quota> quota = Ec2Quota.of(candidate.instanceType(), candidate.market());
        if (outcome == Outcome.QUOTA && quota.isPresent()) {
            String usedUp = new QuotaCheck(aws, log).usedUp(quota.get());
            log.line("Left out with all of its family: " + usedUp + "; ask for more at "
                    + quota.get().link(aws.region()));
        }
    }

    /** Where one attempt was enough the table would say nothing new. */
    void table() {
        List<LaunchAttempt> attempts = state.launches().attempts();
        if (attempts.size() < 2) {
            return;
        }
        log.line("Where a machine was looked for:");
        for (int i = 0; i < attempts.size(); i++) {
            LaunchAttempt attempt = attempts.get(i);
            log.line(String.format(
                    Locale.ROOT,
                    "  %2d  %-9s  %-14s  %-24s  %s",
                    i + 1,
                    attempt.getMarket(),
                    attempt.getInstanceType(),
                    attempt.getSubnetId(),
                    outcome(attempt)));
        }
    }

    private static String outcome(LaunchAttempt attempt) {
        return switch (attempt.getOutcome()) {
            case NO_CAPACITY -> "no room (" + attempt.getDetail() + ")";
            case QUOTA -> "quota (" + attempt.getDetail() + ")";
            case LAUNCHED -> "launched, " + attempt.getInstanceId();
            case TAKEN_BACK -> "taken back, " + attempt.getInstanceId();
        };
    }

    /** Notes what a spot machine costs, as nobody can tell later. */
    void spotPrice(Instance instance) throws InterruptedException {
        if (state.launches().marketOf(instance.instanceId()) != Market.SPOT) {
            return;
        }
        SpotPrices.at(
                        aws,
                        log,
                        instance.instanceTypeAsString(),
                        instance.placement().availabilityZone())
                .ifPresent(usd -> {
                    state.launches().spotUsdPerHour(usd);
                    log.line(String.format(Locale.ROOT, "Spot price: %.4f USD an hour", usd));
                });
    }

    /** @param quota one that stood in the way */
    OperationException nothingLeft(Optional<Ec2Quota> quota) {
        table();
        String refusals = state.launches().attempts().stream()
                .map(a -> place(a) + ": " + a.getDetail())
                .sorted()
                .collect(Collectors.joining("; "));
        String remedy = quota.map(q -> "Raise the quota " + q.title() + " in the Service Quotas console ("
                        + q.link(aws.region()) + "), or name other instanceTypes")
                .orElse("Name more instanceTypes or subnets in other availability zones, another 'market', or try again"
                        + " later");
        return new OperationException("AWS gave none of the machines asked for (" + refusals + ")", remedy);
    }

    private static String place(LaunchAttempt attempt) {
        return new LaunchCandidate(attempt.getMarket(), attempt.getInstanceType(), attempt.getSubnetId()).toString();
    }
}
