package io.jenkins.plugins.monai.engine.packager;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * How large a YAML document is with each alias and each merge key ({@code <<}) written out, as JSON writes it. The nodes
 * are visited once each, so that this takes no longer than reading the file.
 */
final class YamlExpansion {

    /** Characters, of which each node counts {@link #NODE} beside those of its text. */
    static final long MOST = 4L << 20;

    /** Digits of a number: longer ones, which {@code !!int} makes of any text, take Java minutes to read. */
    static final int LONGEST_NUMBER = 64;

    private static final int NODE = 16;
    private static final Set<Tag> NUMBERS = Set.of(Tag.INT, Tag.FLOAT);

    private final Map<Node, Long> sizes = new IdentityHashMap<>();
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());

    private String problem;

    private YamlExpansion() {}

    /** What it holds that it may not; null for nothing. */
    static String problem(Node root) {
        YamlExpansion expansion = new YamlExpansion();
        long size = expansion.size(root);
        if (expansion.problem == null && size > MOST) {
            expansion.problem = "aliases (*) that expand it to more than " + (MOST >> 20) + " million characters";
        }
        return expansion.problem;
    }

    private long size(Node node) {
        Long known = sizes.get(node);
        if (known != null) {
            return known;
        }
        if (!open.add(node)) {
            problem = "an alias (*) to what it is part of, which has no end";
            return 0;
        }
        long size = NODE;
        if (node instanceof ScalarNode scalar) {
            size += scalar.getValue().length();
            if (NUMBERS.contains(scalar.getTag()) && scalar.getValue().length() > LONGEST_NUMBER) {
                problem = "a number of more than " + LONGEST_NUMBER + " digits";
            }
        } else if (node instanceof SequenceNode sequence) {
            for (Node element : sequence.getValue()) {
                size = Math.min(MOST + 1, size + size(element));
            }
        } else if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                size = Math.min(MOST + 1, size + size(entry.getKeyNode()) + size(entry.getValueNode()));
            }
        }
        open.remove(node);
        sizes.put(node, size);
        return size;
    }
}
