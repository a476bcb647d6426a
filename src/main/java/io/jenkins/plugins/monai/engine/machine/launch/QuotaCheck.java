package io.jenkins.plugins.monai.engine.machine.launch;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.machine.Market;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** Finds out before the launch which instance types the account's quotas leave room for, in each market. */
final class QuotaCheck {

    private static final double UNKNOWN = Double.NaN;

    /** What stands in the way of one type in one market. */
    private record Refusal(Ec2Quota quota, String sentence) {}

    private final AwsClients aws;
    private final EngineLog log;
    private final Map<Ec2Quota, Double> values = new EnumMap<>(Ec2Quota.class);

    QuotaCheck(AwsClients aws, EngineLog log) {
        this.aws = aws;
        this.log = log;
    }

    /**
     * The types that one instance of fits into its quota, by market. A quota that cannot be read does not stop a run: the
     * launch itself will tell.
     *
     * @throws OperationException none fits in any market; the message names the quotas
     */
    Map<Market, List<InstanceType>> fitting(List<Market> markets, List<InstanceType> types)
            throws OperationException, InterruptedException {
        Map<Market, List<InstanceType>> fitting = new EnumMap<>(Market.class);
        List<Refusal> refusals = new ArrayList<>();
        for (Market market : markets) {
            List<InstanceType> fit = new ArrayList<>();
            for (InstanceType type : types) {
                Optional<Refusal> refusal = refusal(type, market);
                refusal.ifPresentOrElse(refusals::add, () -> fit.add(type));
            }
            fitting.put(market, fit);
        }
        if (!refusals.isEmpty() && fitting.values().stream().allMatch(List::isEmpty)) {
            throw new OperationException(
                    "No instance type fits the account's quotas: "
                            + String.join(
                                    "; ",
                                    refusals.stream().map(Refusal::sentence).toList()),
                    "Ask for at least as many vCPUs at "
                            + refusals.get(0).quota().link(aws.region()) + ", or name other instanceTypes");
        }
        refusals.forEach(r -> log.line(
                "Left out: " + r.sentence() + "; ask for more at " + r.quota().link(aws.region())));
        return fitting;
    }

    private Optional<Refusal> refusal(InstanceType type, Market market) throws InterruptedException {
        Optional<Ec2Quota> quota = Ec2Quota.of(type.name(), market);
        double limit = quota.isPresent() ? value(quota.get()) : UNKNOWN;
        if (Double.isNaN(limit) || type.vcpus() <= limit) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                quota.get(),
                "the quota " + quota.get().title() + " in " + aws.region() + " is " + Math.round(limit) + " vCPUs, and "
                        + type.name() + " needs " + type.vcpus()));
    }

    /** A quota of which EC2 says that it is used up, for people; its value where it can be read. */
    String usedUp(Ec2Quota quota) throws InterruptedException {
        double limit = value(quota);
        return "the quota " + quota.title() + " in " + aws.region()
                + (Double.isNaN(limit) ? "" : ", " + Math.round(limit) + " vCPUs,") + " is used up";
    }

    private double value(Ec2Quota quota) throws InterruptedException {
        Double known = values.get(quota);
        if (known == null) {
            known = read(quota);
            values.put(quota, known);
        }
        return known;
    }

    private double read(Ec2Quota quota) throws InterruptedException {
        try {
            return aws.serviceQuotas().value("ec2", quota.code()).orElse(UNKNOWN);
        } catch (AbortedException e) {
            throw AwsErrors.interrupted(e);
        } catch (SdkException e) {
            log.line("Quota " + quota.title() + " not checked: "
                    + AwsErrors.translate(AwsCall.GET_SERVICE_QUOTA, e).problem());
            return UNKNOWN;
        }
    }
}
