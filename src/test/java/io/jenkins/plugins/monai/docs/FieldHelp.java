package io.jenkins.plugins.monai.docs;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * The help of a field, in Markdown.
 *
 * @param facts by {@code Values}, {@code Default} and {@code Example}
 */
record FieldHelp(String meaning, Map<String, String> facts) {

    /** @throws IOException the field has no help, or its help is no well-formed XML */
    static FieldHelp of(Class<?> step, String field) throws IOException {
        try (InputStream in = StepForm.resource(step, "help-" + field + ".html")) {
            return of(Xml.read(in));
        }
    }

    private static FieldHelp of(Element help) {
        String meaning = Xml.children(help).stream()
                .filter(element -> element.getTagName().equals("p"))
                .map(FieldHelp::markdown)
                .collect(Collectors.joining(" "));
        Map<String, String> facts = new LinkedHashMap<>();
        String name = null;
        for (Element list : Xml.children(help)) {
            for (Element part : list.getTagName().equals("dl") ? Xml.children(list) : List.<Element>of()) {
                if (part.getTagName().equals("dt")) {
                    name = markdown(part);
                } else {
                    facts.put(name, markdown(part));
                }
            }
        }
        return new FieldHelp(meaning, facts);
    }

    String fact(String name) {
        return facts.getOrDefault(name, "");
    }

    private static String markdown(Element element) {
        return Xml.nodes(element).stream()
                .map(FieldHelp::markdown)
                .collect(Collectors.joining())
                .replaceAll("\\s+", " ")
                .replace("|", "\\|")
                .trim();
    }

    private static String markdown(Node node) {
        if (!(node instanceof Element element)) {
            return node.getTextContent();
        }
        if (!element.getTagName().equals("code")) {
            throw new IllegalArgumentException("No Markdown for <" + element.getTagName() + ">");
        }
        return "`" + element.getTextContent().replaceAll("\\s+", " ") + "`";
    }
}
