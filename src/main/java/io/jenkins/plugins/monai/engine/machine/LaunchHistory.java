package io.jenkins.plugins.monai.engine.machine;

import io.jenkins.plugins.monai.engine.machine.LaunchAttempt.Outcome;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a run has looked for its machine, in order, and what it pays for the one it has. */
public final class LaunchHistory implements Serializable {

    private static final long serialVersionUID = 1L;

    private final ArrayList<LaunchAttempt> attempts = new ArrayList<>();
    private final ArrayList<String> spotTypes = new ArrayList<>();
    private double spotUsdPerHour;

    LaunchHistory() {}

    /** @param codes by candidate, such as {@code g4dn.xlarge in subnet-1}, in whatever order; there was one market */
    static LaunchHistory ofRefusals(Map<String, String> codes) {
        LaunchHistory history = new LaunchHistory();
        codes.forEach((candidate, code) -> {
            String[] typeAndSubnet = candidate.split(" in ", 2);
            Outcome outcome = code.contains("Limit") ? Outcome.QUOTA : Outcome.NO_CAPACITY;
            history.refused(Market.ON_DEMAND, typeAndSubnet[0], typeAndSubnet[typeAndSubnet.length - 1], outcome, code);
        });
        return history;
    }

    /** In the order they were made; copies. */
    public List<LaunchAttempt> attempts() {
        return attempts.stream().map(LaunchAttempt::copy).toList();
    }

    /** The instance types that spot quota is left for, in the order they are tried. */
    public List<String> spotTypes() {
        return List.copyOf(spotTypes);
    }

    public void spotTypes(List<String> types) {
        spotTypes.clear();
        spotTypes.addAll(types);
    }

    /** @param detail EC2's code, or a few words */
    public void refused(Market market, String type, String subnet, Outcome outcome, String detail) {
        attempts.add(new LaunchAttempt(market, type, subnet, outcome, detail));
    }

    public void launched(Market market, String type, String subnet, String instanceId, long nowMillis) {
        if (of(instanceId).isEmpty()) {
            LaunchAttempt attempt = new LaunchAttempt(market, type, subnet, Outcome.LAUNCHED, "");
            attempt.launched(instanceId, nowMillis);
            attempts.add(attempt);
        }
    }

    /** The machine is lost: another one will take its place. */
    void lost(String instanceId, Outcome how, String why, long nowMillis) {
        of(instanceId).ifPresent(attempt -> attempt.ended(how, why, nowMillis));
        spotUsdPerHour = 0;
    }

    /** How many machines were taken back. */
    public int timesTakenBack() {
        return (int) attempts.stream()
                .filter(a -> a.getOutcome() == Outcome.TAKEN_BACK)
                .count();
    }

    /** Whether an instance was the run's, and is not any longer. */
    public boolean isFormer(String instanceId) {
        return of(instanceId).filter(a -> a.getOutcome() == Outcome.TAKEN_BACK).isPresent();
    }

    /** In which market the machine was launched; on demand where nothing says otherwise. */
    public Market marketOf(String instanceId) {
        return of(instanceId).map(LaunchAttempt::getMarket).orElse(Market.ON_DEMAND);
    }

    /** USD an hour of the spot machine when it was launched; 0 where it is not known, or none. */
    public double spotUsdPerHour() {
        return spotUsdPerHour;
    }

    public void spotUsdPerHour(double usd) {
        spotUsdPerHour = usd;
    }

    private Optional<LaunchAttempt> of(String instanceId) {
        return attempts.stream()
                .filter(a -> a.getInstanceId() != null && a.getInstanceId().equals(instanceId))
                .findFirst();
    }
}
