package io.jenkins.plugins.monai.docs;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.w3c.dom.Element;

/** The fields of a step's form in their order, by the captions of the blocks they stand in. */
final class StepForm {

    /** The block of the fields that are always shown. */
    static final String ALWAYS_SHOWN = "";

    private final Class<?> step;
    private final Map<String, List<String>> blocks = new LinkedHashMap<>();

    private StepForm(Class<?> step) {
        this.step = step;
    }

    static StepForm of(Class<?> step) throws IOException {
        StepForm form = new StepForm(step);
        form.read("config", ALWAYS_SHOWN);
        return form;
    }

    Map<String, List<String>> blocks() {
        return blocks;
    }

    private void read(String page, String block) throws IOException {
        Properties captions = new Properties();
        try (InputStream in = resource(page + ".properties")) {
            captions.load(in);
        }
        try (InputStream in = resource(page + ".jelly")) {
            read(Xml.read(in), block, captions);
        }
    }

    private void read(Element element, String block, Properties captions) throws IOException {
        String inside = block;
        switch (element.getTagName()) {
            case "f:entry" ->
                blocks.computeIfAbsent(block, b -> new ArrayList<>()).add(element.getAttribute("field"));
            case "f:advanced" ->
                inside = captions.getProperty(element.getAttribute("title").replaceAll("[${}%]", ""));
            case "st:include" -> read(element.getAttribute("page").replace(".jelly", ""), block);
            default -> {
                // What is in it counts.
            }
        }
        for (Element child : Xml.children(element)) {
            read(child, inside, captions);
        }
    }

    /** A view of the step, which inherits those of its superclasses. */
    private InputStream resource(String name) throws IOException {
        return resource(step, name);
    }

    static InputStream resource(Class<?> step, String name) throws IOException {
        for (Class<?> type = step; type != null; type = type.getSuperclass()) {
            InputStream in = type.getResourceAsStream(type.getSimpleName() + "/" + name);
            if (in != null) {
                return in;
            }
        }
        throw new IOException(step.getSimpleName() + " has no " + name);
    }
}
