package io.jenkins.plugins.monai.engine.map;

import io.jenkins.plugins.monai.engine.text.Sha256;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a MAP was made of, as labels of its image: {@code io.jenkins.plugins.monai.fingerprint.PART}. Two MAPs whose
 * foundation is the same differ in files alone, which layers on top of it replace.
 */
public final class Fingerprint implements Serializable {

    private static final long serialVersionUID = 1L;

    public static final String LABELS = "io.jenkins.plugins.monai.fingerprint.";

    /** SHA-256 of the base image's name. */
    public static final String BASE = "base";

    /** Of the packager, its version and pins, and of what of its files every MAP has. */
    public static final String PACKAGER = "packager";

    /** Digest of the requirements and of all files that they name. */
    public static final String REQUIREMENTS = "requirements";

    /** As {@code linux/amd64}. */
    public static final String PLATFORM = "platform";

    /** Of manifests that only the packager can make. */
    public static final String SETTINGS = "settings";

    /** Digest of the layer of the application. */
    public static final String APP = "app";

    /** Digest of the layer of app.yaml, app.json and pkg.json. */
    public static final String MANIFESTS = "manifests";

    /** Before a model's name: digest of its layer. */
    public static final String MODEL = "model.";

    private static final Set<String> FOUNDATION = Set.of(BASE, PACKAGER, REQUIREMENTS, PLATFORM, SETTINGS);

    /** Of a tag, which is at most 128 characters long: digits of the foundation's digest. */
    private static final int DIGITS = 24;

    private final TreeMap<String, String> parts;

    public Fingerprint(Map<String, String> parts) {
        this.parts = new TreeMap<>(parts);
    }

    /** That of an image; without parts for an image that has none. */
    public static Fingerprint read(Map<String, String> labels) {
        TreeMap<String, String> parts = new TreeMap<>();
        labels.forEach((name, value) -> {
            if (name.startsWith(LABELS)) {
                parts.put(name.substring(LABELS.length()), value);
            }
        });
        return new Fingerprint(parts);
    }

    /** Null for a part it does not have. */
    public String part(String name) {
        return parts.get(name);
    }

    public boolean isEmpty() {
        return parts.isEmpty();
    }

    /** Labels by their names, in order. */
    public Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>();
        parts.forEach((name, value) -> labels.put(LABELS + name, value));
        return labels;
    }

    /** The tag of the newest image with this foundation: where the next build looks for it. */
    public String foundationTag() {
        StringBuilder text = new StringBuilder();
        for (String name : new TreeSet<>(FOUNDATION)) {
            text.append(name).append('=').append(parts.getOrDefault(name, "")).append('\n');
        }
        return "monai-base-" + Sha256.hex(text.toString()).substring(0, DIGITS);
    }

    public boolean hasFoundationOf(Fingerprint other) {
        return foundationDifferences(other).isEmpty();
    }

    /** The parts of the foundation that are not the same, by their names. */
    public List<String> foundationDifferences(Fingerprint other) {
        List<String> different = new ArrayList<>();
        for (String name : new TreeSet<>(FOUNDATION)) {
            if (!Objects.equals(part(name), other.part(name))) {
                different.add(name);
            }
        }
        return different;
    }

    /** Names of the models it knows. */
    public Set<String> models() {
        TreeSet<String> names = new TreeSet<>();
        parts.keySet().stream()
                .filter(name -> name.startsWith(MODEL))
                .forEach(name -> names.add(name.substring(MODEL.length())));
        return Collections.unmodifiableSet(names);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint that && parts.equals(that.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    @Override
    public String toString() {
        return parts.toString();
    }
}
