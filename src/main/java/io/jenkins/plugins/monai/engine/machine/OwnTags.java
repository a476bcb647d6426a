package io.jenkins.plugins.monai.engine.machine;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * Tags of the user's choice, on all that a run makes and in the call that makes it, since some accounts refuse what is
 * untagged. Immutable.
 *
 * @see <a href="https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html">Tag naming
 *     limits and requirements</a>
 */
public final class OwnTags {

    public static final OwnTags NONE = new OwnTags(Map.of());

    /** Of fifty, less the plugin's own: Name and up to seven {@code monai-deploy:…}. */
    static final int MOST = 42;

    private static final int KEY = 128;
    private static final int VALUE = 256;

    /** What all services take: letters, numbers, spaces and these. */
    private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

    private static final String LETTERS = "Letters, numbers, spaces and _ . : / = + - @ are allowed";

    private final TreeMap<String, String> tags;

    /** @param tags value by key; not checked */
    public OwnTags(Map<String, String> tags) {
        this.tags = new TreeMap<>(tags);
    }

    /**
     * @param lines {@code KEY=VALUE} each, of which a later one of the same key counts
     * @throws OperationException a line has no {@code =}
     */
    public static OwnTags of(List<String> lines) throws OperationException {
        Map<String, String> tags = new TreeMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals < 0) {
                throw wrong("have '" + line + "', which is no tag", "Write KEY=VALUE");
            }
            tags.put(
                    line.substring(0, equals).strip(),
                    line.substring(equals + 1).strip());
        }
        return new OwnTags(tags);
    }

    /**
     * @param lines that were checked
     * @throws IllegalArgumentException they were not
     */
    static OwnTags checked(List<String> lines) {
        try {
            return of(lines);
        } catch (OperationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    public Map<String, String> map() {
        return Collections.unmodifiableMap(tags);
    }

    /** As EC2 takes them. */
    public List<Tag> ec2() {
        return tags.entrySet().stream()
                .map(t -> Tag.builder().key(t.getKey()).value(t.getValue()).build())
                .toList();
    }

    /** @throws OperationException AWS would not take them; the message names the tag */
    public void check() throws OperationException {
        if (tags.size() > MOST) {
            throw wrong(
                    "are " + tags.size() + " tags",
                    "Give at most " + MOST + ": AWS takes fifty, with the plugin's own");
        }
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            checkKey(tag.getKey());
            checkValue(tag.getKey(), tag.getValue());
        }
    }

    private static void checkKey(String key) throws OperationException {
        String lower = key.toLowerCase(Locale.ROOT);
        if (key.isBlank()) {
            throw wrong("have a key that is empty", "Write KEY=VALUE");
        }
        if (length(key) > KEY) {
            throw wrong("have a key of " + length(key) + " characters", "A key has at most " + KEY);
        }
        if (!ALLOWED.matcher(key).matches()) {
            throw wrong("have the key '" + key + "' with a character that AWS does not take", LETTERS);
        }
        if (lower.startsWith("aws:")) {
            throw wrong("have the key '" + key + "', and AWS keeps 'aws:' for itself", "Choose another key");
        }
        if (lower.startsWith("monai-deploy:") || key.equals("Name")) {
            throw wrong("have the key '" + key + "', which the plugin sets itself", "Choose another key");
        }
    }

    private static void checkValue(String key, String value) throws OperationException {
        if (length(value) > VALUE) {
            throw wrong(
                    "have a value of " + length(value) + " characters for '" + key + "'",
                    "A value has at most " + VALUE);
        }
        if (!ALLOWED.matcher(value).matches()) {
            throw wrong("have a value with a character that AWS does not take for '" + key + "'", LETTERS);
        }
        if (value.toLowerCase(Locale.ROOT).startsWith("aws:")) {
            throw wrong("have a value that begins with 'aws:' for '" + key + "'", "AWS keeps that for itself");
        }
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static OperationException wrong(String what, String remedy) {
        return new OperationException("The awsTags " + what, remedy);
    }
}
