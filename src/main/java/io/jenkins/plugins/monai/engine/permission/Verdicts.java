package io.jenkins.plugins.monai.engine.permission;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsCaller;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Gathers what is found out of one operation's actions: once missing, always missing; in doubt, in doubt. */
final class Verdicts {

    private final AwsCaller operation;
    private final TreeSet<String> allowed = new TreeSet<>();
    private final TreeMap<String, String> missing = new TreeMap<>();
    private final TreeMap<String, String> unchecked = new TreeMap<>();

    Verdicts(AwsCaller operation) {
        this.operation = operation;
    }

    void allow(String action) {
        allowed.add(action);
    }

    /** @param reason on what it is missing, a clause */
    void miss(String action, String reason) {
        missing.putIfAbsent(action, reason);
    }

    /** @param reason a clause */
    void leave(String action, String reason) {
        unchecked.putIfAbsent(action, reason);
    }

    /** @param otherwise why nothing was found out of the rest, a clause */
    OperationPermissions toPermissions(String otherwise) {
        SortedSet<String> all = AwsCall.iamActions(operation);
        for (String action : all) {
            if (!allowed.contains(action) && !missing.containsKey(action)) {
                unchecked.putIfAbsent(action, otherwise);
            }
        }
        unchecked.keySet().removeAll(missing.keySet());
        List<String> sure = allowed.stream()
                .filter(a -> !missing.containsKey(a) && !unchecked.containsKey(a))
                .toList();
        return new OperationPermissions(operation, sure, findings(missing), findings(unchecked));
    }

    private List<ActionFinding> findings(Map<String, String> reasons) {
        List<ActionFinding> findings = new ArrayList<>();
        reasons.forEach((action, reason) ->
                findings.add(new ActionFinding(action, reason, OptionalActions.onlyFor(operation, action))));
        return findings;
    }
}
