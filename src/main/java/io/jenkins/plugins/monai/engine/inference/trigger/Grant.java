package io.jenkins.plugins.monai.engine.inference.trigger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.monai.engine.text.Json;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A statement of the function's policy: a service may invoke it on behalf of one resource of one account.
 *
 * @param account null where the source's ARN names its account; a bucket's does not, and a deleted bucket's name can be
 *     taken by someone else
 */
record Grant(String id, String service, String sourceArn, String account) {

    static final String ACTION = "lambda:InvokeFunction";

    /** Whether the policy has the statement, and it says just this. */
    boolean isIn(String policy) {
        return statement(policy, id).map(this::isSame).orElse(false);
    }

    static boolean hasStatement(String policy, String id) {
        return statement(policy, id).isPresent();
    }

    private static Optional<JsonNode> statement(String policy, String id) {
        if (policy == null) {
            return Optional.empty();
        }
        try {
            for (JsonNode statement : Json.MAPPER.readTree(policy).path("Statement")) {
                if (id.equals(statement.path("Sid").asText())) {
                    return Optional.of(statement);
                }
            }
            return Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private boolean isSame(JsonNode statement) {
        Map<String, String> conditions = conditions(statement);
        return "Allow".equals(statement.path("Effect").asText())
                && ACTION.equals(statement.path("Action").asText())
                && service.equals(statement.path("Principal").path("Service").asText())
                && sourceArn.equals(conditions.remove("aws:sourcearn"))
                && Objects.equals(account, conditions.remove("aws:sourceaccount"))
                && conditions.isEmpty();
    }

    /** The names of condition keys are compared without regard to case. */
    private static Map<String, String> conditions(JsonNode statement) {
        Map<String, String> conditions = new TreeMap<>();
        for (JsonNode operator : statement.path("Condition")) {
            operator.properties()
                    .forEach(p -> conditions.put(
                            p.getKey().toLowerCase(Locale.ROOT), p.getValue().asText()));
        }
        return conditions;
    }
}
