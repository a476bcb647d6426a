package io.jenkins.plugins.monai.steps;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Endpoint overrides in a form: a text with a key, {@code =} and a value in each line. */
final class EndpointLines {

    private EndpointLines() {}

    /** @throws IllegalArgumentException a line has no key or no value; the message quotes it */
    static Map<String, String> parse(String text) {
        Map<String, String> endpoints = new LinkedHashMap<>();
        for (String line : text.lines().map(String::trim).toList()) {
            int equals = line.indexOf('=');
            if (equals > 0 && equals < line.length() - 1) {
                endpoints.put(
                        line.substring(0, equals).trim(),
                        line.substring(equals + 1).trim());
            } else if (!line.isEmpty()) {
                throw new IllegalArgumentException(
                        "'" + line + "' in 'endpoints' has no key or no value: write ec2=https://...");
            }
        }
        return endpoints;
    }

    static String join(Map<String, String> endpoints) {
        return endpoints == null
                ? ""
                : endpoints.entrySet().stream()
                        .map(endpoint -> endpoint.getKey() + "=" + endpoint.getValue())
                        .collect(Collectors.joining("\n"));
    }
}
