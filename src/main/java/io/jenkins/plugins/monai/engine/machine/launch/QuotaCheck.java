package io.jenkins.plugins.monai.engine.machine.launch;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** Finds out before the launch which instance types the account's quotas leave room for. */
final class QuotaCheck {

    private static final double UNKNOWN = Double.NaN;

    private final AwsClients aws;
    private final EngineLog log;
    private final Map<Ec2Quota, Double> values = new EnumMap<>(Ec2Quota.class);

    QuotaCheck(AwsClients aws, EngineLog log) {
        this.aws = aws;
        this.log = log;
    }

    /**
     * The types that one instance of fits into its quota. A quota that cannot be read does not stop a run: the launch
     * itself will tell.
     *
     * @throws OperationException none fits; the message names the quotas
     */
    List<InstanceType> fitting(List<InstanceType> types) throws OperationException, InterruptedException {
        List<InstanceType> fitting = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        Ec2Quota toRaise = null;
        for (InstanceType type : types) {
            Optional<Ec2Quota> quota = Ec2Quota.of(type);
            double limit = quota.isPresent() ? value(quota.get()) : UNKNOWN;
            if (Double.isNaN(limit) || type.vcpus() <= limit) {
                fitting.add(type);
            } else {
                toRaise = toRaise == null ? quota.get() : toRaise;
                refusals.add("the quota " + quota.get().title() + " in " + aws.region() + " is " + Math.round(limit)
                        + " vCPUs, and " + type.name() + " needs " + type.vcpus());
            }
        }
        if (fitting.isEmpty() && toRaise != null) {
            throw new OperationException(
                    "No instance type fits the account's quotas: " + String.join("; ", refusals),
                    "Ask for at least as many vCPUs at " + toRaise.link(aws.region())
                            + ", or name other instanceTypes");
        }
        refusals.forEach(r -> log.line("Left out: " + r));
        return fitting;
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
