package io.jenkins.plugins.monai.page;

import io.jenkins.plugins.monai.engine.text.ByteSize;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One value of a step's result, as people read it; programs are given it as it is. */
public final class OutputView {

    /** Ends of the names of what people take elsewhere: into a console, a command, a parameter. */
    private static final Set<String> TAKEN = Set.of("Uri", "Digest", "Id", "Arn");

    private final String name;
    private final String value;

    private OutputView(String name, String value) {
        this.name = name;
        this.value = value;
    }

    static List<OutputView> all(Map<String, String> outputs) {
        return outputs.entrySet().stream()
                .map(output -> new OutputView(output.getKey(), output.getValue()))
                .toList();
    }

    /** Its key in the map that the step returns. */
    public String getName() {
        return name;
    }

    /** As it is. */
    public String getValue() {
        return value;
    }

    /** With a unit where there is one. */
    public String getText() {
        try {
            return switch (name) {
                case "imageSizeBytes" -> ByteSize.of(Long.parseLong(value));
                case "smokeTestSeconds" -> Quantities.duration(Double.parseDouble(value));
                case "estimatedUsd" -> Quantities.usd(Double.parseDouble(value)) + " USD";
                default -> value;
            };
        } catch (NumberFormatException e) {
            return value;
        }
    }

    public boolean isCopied() {
        return TAKEN.stream().anyMatch(name::endsWith);
    }
}
