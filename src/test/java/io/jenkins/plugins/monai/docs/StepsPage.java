package io.jenkins.plugins.monai.docs;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kohsuke.stapler.DataBoundSetter;

/** The tables of docs/steps.md, made from the forms of the steps and the help of their fields. */
final class StepsPage {

    private static final String BEGIN = "<!-- from the help of the fields: %s -->\n";
    private static final String END = "<!-- end -->\n";

    private final Class<?> step;

    StepsPage(Class<?> step) {
        this.step = step;
    }

    /** The page with the step's tables in place of those that stand between the step's marks. */
    String in(String page) throws IOException {
        String begin = BEGIN.formatted(step.getSimpleName());
        Matcher marked = Pattern.compile(Pattern.quote(begin) + ".*?" + Pattern.quote(END), Pattern.DOTALL)
                .matcher(page);
        if (!marked.find()) {
            throw new IOException("docs/steps.md has no place for " + step.getSimpleName());
        }
        return marked.replaceFirst(Matcher.quoteReplacement(begin + "\n" + tables() + "\n" + END));
    }

    private String tables() throws IOException {
        StringBuilder tables = new StringBuilder();
        for (Map.Entry<String, List<String>> block : StepForm.blocks(step).entrySet()) {
            if (!block.getKey().equals(StepForm.ALWAYS_SHOWN)) {
                tables.append("\n**").append(block.getKey()).append("**\n\n");
            }
            tables.append("| parameter | meaning | default | example |\n|---|---|---|---|\n");
            for (String field : block.getValue()) {
                tables.append(row(field));
            }
        }
        return tables.toString();
    }

    private String row(String field) throws IOException {
        FieldHelp help = FieldHelp.of(step, field);
        String values = help.fact("Values");
        return "| `%s` | %s | %s | %s |\n"
                .formatted(
                        field,
                        help.meaning() + (values.isEmpty() ? "" : " Values: " + values + "."),
                        help.fact("Default"),
                        help.fact("Example"));
    }

    /** What a Pipeline may name. */
    Set<String> parameters() throws IOException {
        Set<String> parameters = new TreeSet<>(constructorParameters());
        Stream.of(step.getMethods())
                .filter(method -> method.isAnnotationPresent(DataBoundSetter.class))
                .map(method -> Character.toLowerCase(method.getName().charAt(3))
                        + method.getName().substring(4))
                .forEach(parameters::add);
        return parameters;
    }

    /** As Stapler's annotation processor writes them. */
    private List<String> constructorParameters() throws IOException {
        Properties names = new Properties();
        try (InputStream in = step.getResourceAsStream(step.getSimpleName() + ".stapler")) {
            names.load(in);
        }
        return Stream.of(names.getProperty("constructor").split(","))
                .filter(name -> !name.isBlank())
                .toList();
    }
}
