package io.jenkins.plugins.monai.steps;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code models: [spleen: 'models/spleen/model.ts']}, the form of a Pipeline that names each model. */
final class NamedModels {

    private static final String MODELS = "models";

    private NamedModels() {}

    /** The arguments of a step with models as the list that forms and freestyle jobs have: {@code NAME=PATH}. */
    static Map<String, Object> listed(Map<String, Object> arguments) {
        if (!(arguments.get(MODELS) instanceof Map<?, ?> named)) {
            return arguments;
        }
        List<String> entries = new ArrayList<>();
        named.forEach((name, path) -> entries.add(name + "=" + path));
        Map<String, Object> listed = new LinkedHashMap<>(arguments);
        listed.put(MODELS, entries);
        return listed;
    }
}
