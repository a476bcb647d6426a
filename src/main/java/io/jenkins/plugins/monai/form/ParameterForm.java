package io.jenkins.plugins.monai.form;

import hudson.Util;
import hudson.model.Descriptor;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.monai.Texts;
import io.jenkins.plugins.monai.engine.parameter.OperationParameters;
import io.jenkins.plugins.monai.engine.parameter.Parameter;
import io.jenkins.plugins.monai.engine.parameter.Parameter.Kind;
import io.jenkins.plugins.monai.engine.parameter.Section;
import io.jenkins.plugins.monai.engine.parameter.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * The fields of a form that are parameters. The descriptor hands on to here what Jenkins asks it by a field's name: it
 * has one {@code doCheckParameter} and one {@code doFillParameter} in place of methods for each field.
 */
public final class ParameterForm {

    private final Descriptor<?> descriptor;
    private final OperationParameters parameters;
    private final List<String> always;

    /**
     * @param descriptor of a class that has those of the parameters as properties that its form is to have
     * @param always the names of fields that every check is told of
     */
    public ParameterForm(Descriptor<?> descriptor, OperationParameters parameters, String... always) {
        this.descriptor = descriptor;
        this.parameters = parameters;
        this.always = List.of(always);
    }

    public List<FormSection> sections() {
        return parameters.sections().stream()
                .map(section ->
                        new FormSection(section, shown(section).map(this::field).toList()))
                .filter(section -> !section.getFields().isEmpty())
                .toList();
    }

    /** Of all its fields. */
    public List<String> names() {
        return parameters.sections().stream()
                .flatMap(this::shown)
                .map(Parameter::name)
                .toList();
    }

    private Stream<Parameter<?>> shown(Section section) {
        return section.parameters().stream().filter(parameter -> Beans.has(descriptor.clazz, parameter.name()));
    }

    private FormField field(Parameter<?> parameter) {
        String name = parameter.name();
        String own = "doCheck" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        boolean hasOwn = Stream.of(descriptor.getClass().getMethods())
                .anyMatch(method -> method.getName().equals(own));
        return new FormField(
                parameter,
                () -> hasOwn ? null : descriptor.getDescriptorFullUrl() + "/checkParameter/" + name,
                told(parameter).collect(Collectors.joining(" ")));
    }

    /** The fields without which a value cannot be judged. */
    private Stream<String> told(Parameter<?> parameter) {
        Section section = parameters.sectionOf(parameter);
        Stream<String> others = section.hasRule()
                ? shown(section).map(Parameter::name).filter(name -> !name.equals(parameter.name()))
                : Stream.ofNullable(parameter.companion()).map(Parameter::name);
        return Stream.concat(always.stream(), others);
    }

    /** The parameter that the rest of the path names. */
    public Optional<Parameter<?>> asked(StaplerRequest2 request) {
        String name = request.getRestOfPath().replaceFirst("^/", "");
        return parameters
                .all()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst();
    }

    /** The texts that the form has sent along, and the lists of such. */
    public Values sent(StaplerRequest2 request) {
        Values values = Values.none();
        for (Parameter<?> parameter : (Iterable<Parameter<?>>) parameters.all()::iterator) {
            if (parameter.kind() == Kind.TEXT || parameter.kind() == Kind.LIST) {
                values = with(values, parameter, request.getParameter(parameter.name()));
            }
        }
        return values;
    }

    @SuppressWarnings("unchecked") // what is parsed is of the parameter's type
    private static <T> Values with(Values values, Parameter<T> parameter, String text) {
        String given = Util.fixEmptyAndTrim(text);
        return given == null ? values : values.with(parameter, (T) ParameterText.parse(parameter, given));
    }

    /** What a value must be, for itself and beside those that were sent along. */
    public FormChecks.Rule rule(Parameter<?> parameter, StaplerRequest2 request) {
        return text -> {
            ParameterText.check(parameter).check(text);
            Values all = with(sent(request), parameter, text);
            parameters.sectionOf(parameter).rule().check(all, parameter.name());
        };
    }

    /**
     * For {@link Descriptor#calcFillSettings}.
     *
     * @return whether the field is filled here
     */
    public boolean fill(String name, Map<String, Object> attributes) {
        if (parameters.all().noneMatch(p -> p.name().equals(name) && p.kind() == Kind.CHOICE)) {
            return false;
        }
        List<String> told = new ArrayList<>(List.of(name));
        told.addAll(always);
        attributes.put("fillDependsOn", String.join(" ", told));
        attributes.put("fillUrl", descriptor.getDescriptorFullUrl() + "/fillParameter/" + name);
        return true;
    }

    /** @param otherwise what is taken where nothing is chosen */
    public static ListBoxModel choices(Parameter<?> parameter, String otherwise) {
        ListBoxModel choices = new ListBoxModel();
        choices.add(Texts.get("ParameterForm.default", otherwise), "");
        parameter.choices().forEach(choice -> choices.add(choice, choice));
        return choices;
    }
}
