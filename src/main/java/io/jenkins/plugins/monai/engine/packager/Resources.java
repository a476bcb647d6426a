package io.jenkins.plugins.monai.engine.packager;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * {@code pkg.json#resources}: what app.yaml asks for, with the defaults of the MAP specification 1.0.0 (table of package
 * manifest fields) where it is silent.
 */
final class Resources {

    /** A dot, at most one decimal: "rounded to the nearest tenth". 0 GPUs are the specification's own default. */
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,9}(?:\\.\\d)?");

    private static final Pattern ZERO = Pattern.compile("0+(?:\\.0)?[MG]i");
    private static final Pattern MEMORY = Pattern.compile("\\d{1,9}(?:\\.\\d)?[MG]i");

    private Resources() {}

    /** @throws OperationException a value is none of the specification's */
    static Map<String, Object> of(AppConfig config, boolean gpu) throws OperationException {
        Map<String, Object> resources = defaults(gpu);
        resources.putAll(checked(config.resources(), "resources"));
        return resources;
    }

    /** Of the specification, but for the GPU of an application that is to use one. */
    static Map<String, Object> defaults(boolean gpu) {
        Map<String, Object> resources = new LinkedHashMap<>();
        resources.put("cpu", 1);
        resources.put("gpu", gpu ? 1 : 0);
        resources.put("memory", "1Gi");
        resources.put("sharedMemory", "64Mi");
        return resources;
    }

    private static Map<String, Object> checked(Map<?, ?> given, String where) throws OperationException {
        Map<String, Object> checked = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : given.entrySet()) {
            String key = String.valueOf(entry.getKey());
            checked.put(key, checked(entry.getValue(), key, where + "." + key));
        }
        return checked;
    }

    private static Object checked(Object value, String key, String where) throws OperationException {
        switch (key) {
            case "cpu", "cpuLimit", "gpu", "gpuLimit":
                require(isCount(value) && (isPositive(value) || key.startsWith("gpu")), where, "1 or 0.5");
                return value;
            case "memory", "memoryLimit", "gpuMemory", "gpuMemoryLimit", "sharedMemory", "sharedMemoryLimit":
                String size = String.valueOf(value).replaceFirst("(?<=[MG]i)B$", "");
                require(MEMORY.matcher(size).matches() && !ZERO.matcher(size).matches(), where, "1.5Gi or 2048Mi");
                return size;
            case "fragments":
                require(value instanceof Map, where, "a mapping of fragment names");
                return fragments((Map<?, ?>) value, where);
            default:
                return value;
        }
    }

    private static boolean isCount(Object value) {
        return value instanceof Number && DECIMAL.matcher(value.toString()).matches();
    }

    private static boolean isPositive(Object value) {
        return ((Number) value).doubleValue() > 0;
    }

    private static Map<String, Object> fragments(Map<?, ?> given, String where) throws OperationException {
        Map<String, Object> fragments = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : given.entrySet()) {
            String fragment = where + "." + entry.getKey();
            require(entry.getValue() instanceof Map, fragment, "a mapping, as in '{cpu: 1}'");
            fragments.put(String.valueOf(entry.getKey()), checked((Map<?, ?>) entry.getValue(), fragment));
        }
        return fragments;
    }

    private static void require(boolean met, String where, String expected) throws OperationException {
        if (!met) {
            throw new OperationException(
                    "'" + where + "' in app.yaml must be like " + expected, "Correct the file named by config");
        }
    }
}
