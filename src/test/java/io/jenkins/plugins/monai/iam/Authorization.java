package io.jenkins.plugins.monai.iam;

import java.util.HashMap;
import java.util.Map;

/**
 * One question that AWS asks of the policies before it carries out a call.
 *
 * @param context condition keys; a value is a string or a list of strings
 */
record Authorization(String action, String resource, Map<String, Object> context) {

    static Authorization of(String action, String resource) {
        return new Authorization(action, resource, Map.of());
    }

    /** The same with more condition keys. */
    Authorization with(Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(context);
        all.putAll(more);
        return new Authorization(action, resource, all);
    }

    Authorization with(String key, Object value) {
        return with(Map.of(key, value));
    }
}
