package io.jenkins.plugins.monai.engine.packager;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads app.yaml. Nothing in the file can make a class load or memory run out. */
public final class AppConfigReader {

    /** Bytes. The examples of the MONAI Deploy App SDK have less than 1 KiB. */
    public static final int MAX_SIZE = 1 << 20;

    private static final int MAX_DEPTH = 30;
    private static final int MAX_ALIASES = 20;

    private final String name;

    private AppConfigReader(String name) {
        this.name = name;
    }

    /**
     * @param name the file as the user named it, for messages
     * @throws OperationException the content is too large, no UTF-8, no YAML, or lacks what packaging needs
     * @throws IOException the stream cannot be read
     */
    public static AppConfig read(InputStream content, String name) throws OperationException, IOException {
        byte[] bytes = content.readNBytes(MAX_SIZE + 1);
        AppConfigReader reader = new AppConfigReader(name);
        if (bytes.length > MAX_SIZE) {
            throw reader.unusable("is larger than " + MAX_SIZE / 1024 + " KiB");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw reader.unusable("is no UTF-8 text");
        }
        return reader.parse(text);
    }

    /** {@link #read} for content that is at hand as text. */
    public static AppConfig parse(String text, String name) throws OperationException {
        return new AppConfigReader(name).parse(text);
    }

    private AppConfig parse(String text) throws OperationException {
        Yaml yaml = new Yaml(new SafeConstructor(limits()));
        Node root;
        Object parsed;
        try {
            root = yaml.compose(new java.io.StringReader(text));
            String problem = root == null ? null : YamlExpansion.problem(root);
            if (problem != null) {
                throw unusable("holds " + problem);
            }
            parsed = yaml.load(text);
        } catch (MarkedYAMLException e) {
            throw unusable("is no valid YAML" + where(e) + ": " + e.getProblem());
        } catch (YAMLException e) {
            throw unusable("is no valid YAML: " + e.getMessage());
        }
        if (!(root instanceof MappingNode document) || !(parsed instanceof Map<?, ?> all)) {
            throw unusable("does not hold a mapping with 'application' and 'resources'");
        }
        if (!(value(document, "application") instanceof MappingNode application)
                || !(all.get("application") instanceof Map<?, ?> values)) {
            throw unusable("has no mapping 'application'");
        }
        return new AppConfig(
                scalar(application, "title", "a title in words"),
                scalar(application, "version", "a semantic version, as in 1.0.0"),
                resources(all.get("resources")),
                formats(values, "input-formats", "inputFormats"),
                formats(values, "output-formats", "outputFormats"),
                pipPackages(values.get("pip-packages")),
                AppConfigKeys.notes(all));
    }

    private static LoaderOptions limits() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_SIZE);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setAllowDuplicateKeys(false);
        options.setAllowRecursiveKeys(false);
        return options;
    }

    private static String where(MarkedYAMLException e) {
        return e.getProblemMark() == null ? "" : " (line " + (e.getProblemMark().getLine() + 1) + ")";
    }

    /** The text of a scalar as it stands in the file: as a number, 1.10 would become 1.1. */
    private String scalar(MappingNode application, String key, String expected) throws OperationException {
        Node node = value(application, key);
        if (node == null || node.getTag().equals(Tag.NULL)) {
            throw new OperationException(
                    name + " has no 'application." + key + "'", "Add it to the file named by config: " + expected);
        }
        if (!(node instanceof ScalarNode scalar)) {
            throw wrong(line(node), "'application." + key + "' must be " + expected);
        }
        String text = scalar.getValue().strip();
        if (text.isEmpty() || text.codePoints().anyMatch(Character::isISOControl)) {
            throw wrong(line(node), "'application." + key + "' must be " + expected + ", in one line");
        }
        return text;
    }

    private static Node value(MappingNode mapping, String key) {
        for (NodeTuple entry : mapping.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode scalar
                    && scalar.getValue().equals(key)) {
                return entry.getValueNode();
            }
        }
        return null;
    }

    private static String line(Node node) {
        return " (line " + (node.getStartMark().getLine() + 1) + ")";
    }

    private Map<String, Object> resources(Object value) throws OperationException {
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong("", "'resources' must be a mapping, as in 'resources: {cpu: 1, memory: 1Gi}'");
        }
        return plainMap(map, 0);
    }

    private List<Object> formats(Map<?, ?> application, String... spellings) throws OperationException {
        for (String spelling : spellings) {
            Object value = application.get(spelling);
            if (value != null) {
                List<Object> formats = new ArrayList<>();
                for (Object format : value instanceof List<?> list ? list : List.of(value)) {
                    if (!(format instanceof String) && !(format instanceof Map)) {
                        throw wrong("", "'application." + spelling + "' must be a list of texts or mappings");
                    }
                    formats.add(plain(format, 0));
                }
                return formats;
            }
        }
        return List.of();
    }

    private List<String> pipPackages(Object value) throws OperationException {
        if (value == null) {
            return List.of();
        }
        List<String> packages = new ArrayList<>();
        for (Object element : value instanceof List<?> list ? list : List.of(value)) {
            if (!(element instanceof String requirement)
                    || requirement.isBlank()
                    || requirement.codePoints().anyMatch(Character::isISOControl)) {
                throw wrong("", "'application.pip-packages' must be a list of requirements, as in 'numpy==2.2.6'");
            }
            packages.add(requirement.strip());
        }
        return packages;
    }

    private Map<String, Object> plainMap(Map<?, ?> map, int depth) throws OperationException {
        Map<String, Object> plain = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            plain.put(String.valueOf(entry.getKey()), plain(entry.getValue(), depth + 1));
        }
        return plain;
    }

    /** A copy of what JSON can hold. */
    private Object plain(Object value, int depth) throws OperationException {
        if (depth > MAX_DEPTH) {
            throw unusable("is nested more than " + MAX_DEPTH + " levels deep");
        }
        if (value instanceof Map<?, ?> map) {
            return plainMap(map, depth);
        }
        if (value instanceof Iterable<?> elements) {
            List<Object> plain = new ArrayList<>();
            for (Object element : elements) {
                plain.add(plain(element, depth + 1));
            }
            return plain;
        }
        boolean json = value == null || value instanceof Number || value instanceof Boolean;
        return json ? value : value.toString();
    }

    private OperationException wrong(String where, String what) {
        return new OperationException(name + where + ": " + what, "Correct the file named by config");
    }

    private OperationException unusable(String why) {
        return new OperationException(name + " " + why, "Correct the file named by config");
    }
}
