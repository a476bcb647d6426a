package io.jenkins.plugins.monai.engine.parameter;

import java.util.List;
import java.util.stream.Stream;

/**
 * All parameters of an operation. Immutable.
 *
 * @param step the name of the Pipeline step
 */
public record OperationParameters(String step, List<Section> sections) {

    public OperationParameters {
        sections = List.copyOf(sections);
    }

    public static OperationParameters of(String step, Section... sections) {
        return new OperationParameters(step, List.of(sections));
    }

    /** In the order of the sections. */
    public Stream<Parameter<?>> all() {
        return sections.stream().flatMap(section -> section.parameters().stream());
    }

    /** @throws IllegalArgumentException the operation has no such parameter */
    public Parameter<?> named(String name) {
        return all().filter(parameter -> parameter.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no parameter " + name));
    }

    /** The one that the parameter stands in. */
    public Section sectionOf(Parameter<?> parameter) {
        return sections.stream()
                .filter(section -> section.parameters().contains(parameter))
                .findFirst()
                .orElseThrow();
    }
}
