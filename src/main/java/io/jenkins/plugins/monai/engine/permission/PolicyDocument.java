package io.jenkins.plugins.monai.engine.permission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.monai.engine.aws.AwsCaller;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A policy of {@code docs/iam/policies}, as it travels in the plugin. */
final class PolicyDocument {

    private final List<PolicyStatement> statements;

    private PolicyDocument(List<PolicyStatement> statements) {
        this.statements = List.copyOf(statements);
    }

    static PolicyDocument of(AwsCaller caller) {
        String name = caller.policy() + ".json";
        try (InputStream in = PolicyDocument.class.getResourceAsStream(name)) {
            return parse(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(name + " of the plugin cannot be read", e);
        }
    }

    private static PolicyDocument parse(JsonNode document) {
        List<PolicyStatement> statements = new ArrayList<>();
        for (JsonNode statement : document.get("Statement")) {
            Map<String, Map<String, List<String>>> conditions = new LinkedHashMap<>();
            statement.path("Condition").properties().forEach(operator -> {
                Map<String, List<String>> keys = new LinkedHashMap<>();
                operator.getValue().properties().forEach(key -> keys.put(key.getKey(), strings(key.getValue())));
                conditions.put(operator.getKey(), keys);
            });
            statements.add(new PolicyStatement(
                    strings(statement.get("Action")), strings(statement.get("Resource")), conditions));
        }
        return new PolicyDocument(statements);
    }

    /** IAM lets a list of one be written without its brackets. */
    private static List<String> strings(JsonNode node) {
        List<String> strings = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(one -> strings.add(one.asText()));
        } else {
            strings.add(node.asText());
        }
        return strings;
    }

    List<PolicyStatement> statements() {
        return statements;
    }
}
