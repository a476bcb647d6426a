package io.jenkins.plugins.monai.form;

import io.jenkins.plugins.monai.Texts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Endpoint overrides in forms: a text with a key, {@code =} and a value in each line. */
public final class EndpointLines {

    private EndpointLines() {}

    /** @throws IllegalArgumentException a line has no key or no value; the message quotes it */
    public static Map<String, String> parse(String text) {
        Map<String, String> endpoints = new LinkedHashMap<>();
        for (String line : Lines.split(text)) {
            int equals = line.indexOf('=');
            if (equals < 1 || equals == line.length() - 1) {
                throw new IllegalArgumentException(Texts.get("EndpointLines.incomplete", line));
            }
            endpoints.put(
                    line.substring(0, equals).trim(), line.substring(equals + 1).trim());
        }
        return endpoints;
    }

    /** @param endpoints null for none */
    public static String join(Map<?, ?> endpoints) {
        return endpoints == null
                ? ""
                : endpoints.entrySet().stream()
                        .map(endpoint -> endpoint.getKey() + "=" + endpoint.getValue())
                        .collect(Collectors.joining("\n"));
    }
}
