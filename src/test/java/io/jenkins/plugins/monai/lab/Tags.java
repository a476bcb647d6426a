package io.jenkins.plugins.monai.lab;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Tags and filters of EC2's wire format. */
final class Tags {

    private Tags() {}

    /** The tags that a request gives to resources of a type. */
    static Map<String, String> of(AwsRequest request, String resourceType) {
        TreeMap<String, String> tags = new TreeMap<>();
        for (int i = 1; ; i++) {
            String prefix = "TagSpecification." + i + ".";
            Optional<String> type = request.parameter(prefix + "ResourceType");
            if (type.isEmpty()) {
                return tags;
            }
            for (int j = 1; type.get().equals(resourceType); j++) {
                String tag = prefix + "Tag." + j + ".";
                Optional<String> key = request.parameter(tag + "Key");
                if (key.isEmpty()) {
                    break;
                }
                tags.put(key.get(), request.parameter(tag + "Value").orElse(""));
            }
        }
    }

    /**
     * Whether all filters of a request let a resource through; names that are neither a tag's nor an attribute's let
     * nothing through.
     */
    static boolean match(AwsRequest request, Map<String, String> attributes, Map<String, String> tags) {
        for (int i = 1; ; i++) {
            String filter = "Filter." + i + ".";
            Optional<String> name = request.parameter(filter + "Name");
            if (name.isEmpty()) {
                return true;
            }
            if (!matches(name.get(), request.list(filter + "Value"), attributes, tags)) {
                return false;
            }
        }
    }

    private static boolean matches(
            String name, List<String> values, Map<String, String> attributes, Map<String, String> tags) {
        if (name.equals("tag-key")) {
            return values.stream().anyMatch(tags::containsKey);
        }
        String actual = name.startsWith("tag:") ? tags.get(name.substring(4)) : attributes.get(name);
        return actual != null && values.contains(actual);
    }

    static String xml(Map<String, String> tags) {
        StringBuilder items = new StringBuilder();
        tags.forEach((key, value) -> items.append("<item><key>")
                .append(AwsReply.escape(key))
                .append("</key><value>")
                .append(AwsReply.escape(value))
                .append("</value></item>"));
        return items.toString();
    }
}
