package io.jenkins.plugins.monai.engine.permission;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One statement of a policy that allows something.
 *
 * @param conditions by operator, then by condition key
 */
record PolicyStatement(
        List<String> actions, List<String> resources, Map<String, Map<String, List<String>>> conditions) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z:.]+)}");

    /** The names of the placeholders, {@code ${Bucket}}, that it has in resources and conditions. */
    TreeSet<String> placeholders() {
        TreeSet<String> names = new TreeSet<>();
        resources.forEach(resource -> collect(resource, names));
        conditions.values().stream()
                .flatMap(keys -> keys.values().stream())
                .flatMap(List::stream)
                .forEach(value -> collect(value, names));
        return names;
    }

    private static void collect(String text, TreeSet<String> names) {
        Matcher found = PLACEHOLDER.matcher(text);
        while (found.find()) {
            names.add(found.group(1));
        }
    }

    /** @param values of all placeholders */
    static String fill(String text, Map<String, String> values) {
        return PLACEHOLDER.matcher(text).replaceAll(p -> Matcher.quoteReplacement(values.get(p.group(1))));
    }
}
