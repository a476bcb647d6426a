package io.jenkins.plugins.monai.engine.packager;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Keys of app.yaml that nobody reads, with the spelling that was probably meant. Read are those of the App SDK's
 * packager (holoscan-cli 4.2.0, config_reader.py), the documented {@code inputFormats}, and the resources of the MAP
 * specification 1.0.0. Outside {@code application} and {@code resources} a file says what its application likes.
 */
final class AppConfigKeys {

    /** Of more there is a count. */
    private static final int MOST = 20;

    private static final List<String> APPLICATION = List.of(
            "title", "version", "input-formats", "output-formats", "inputFormats", "outputFormats", "pip-packages");

    /** Told to people only. */
    private static final List<String> UNREAD = List.of(
            "name",
            "description",
            "author",
            "authors",
            "license",
            "url",
            "homepage",
            "organization",
            "vendor",
            "contact",
            "email",
            "date",
            "tags",
            "keywords",
            "copyright",
            "readme",
            "documentation");

    private static final List<String> RESOURCES = List.of(
            "cpu",
            "cpuLimit",
            "gpu",
            "gpuLimit",
            "memory",
            "memoryLimit",
            "gpuMemory",
            "gpuMemoryLimit",
            "sharedMemory",
            "sharedMemoryLimit",
            "fragments");

    private static final Map<String, String> OTHER_WORDS = Map.ofEntries(
            Map.entry("cpus", "cpu"),
            Map.entry("cpucount", "cpu"),
            Map.entry("gpus", "gpu"),
            Map.entry("gpucount", "gpu"),
            Map.entry("mem", "memory"),
            Map.entry("ram", "memory"),
            Map.entry("vram", "gpuMemory"),
            Map.entry("gpumem", "gpuMemory"),
            Map.entry("gpuram", "gpuMemory"),
            Map.entry("shm", "sharedMemory"),
            Map.entry("shmsize", "sharedMemory"),
            Map.entry("sharedmem", "sharedMemory"),
            Map.entry("pip", "pip-packages"),
            Map.entry("packages", "pip-packages"),
            Map.entry("requirements", "pip-packages"),
            Map.entry("dependencies", "pip-packages"));

    private final List<String> notes = new ArrayList<>();

    private AppConfigKeys() {}

    /** A sentence for each, without its full stop; the file's name belongs in front. */
    static List<String> notes(Map<?, ?> document) {
        AppConfigKeys keys = new AppConfigKeys();
        keys.document(document);
        if (document.get("application") instanceof Map<?, ?> application) {
            keys.section(application, "application", APPLICATION, "resources", RESOURCES);
        }
        if (document.get("resources") instanceof Map<?, ?> resources) {
            keys.resources(resources, "resources");
        }
        List<String> notes = keys.notes;
        if (notes.size() > MOST) {
            int more = notes.size() - MOST;
            notes.subList(MOST, notes.size()).clear();
            notes.add("... and " + more + " more keys that mean nothing");
        }
        return notes;
    }

    private void document(Map<?, ?> document) {
        for (Object key : document.keySet()) {
            String name = String.valueOf(key);
            if (name.equals("application") || name.equals("resources")) {
                continue;
            }
            Optional<String> section = meant(name, List.of("application", "resources"));
            if (section.isPresent() && !document.containsKey(section.get())) {
                note(name, section.get());
            } else if (!name.equals(plain(name))
                    && meantExactly(name, RESOURCES).isPresent()) {
                note(name, "resources." + meantExactly(name, RESOURCES).get());
            } else if (!name.equals(plain(name))
                    && meantExactly(name, APPLICATION).isPresent()) {
                note(name, "application." + meantExactly(name, APPLICATION).get());
            }
        }
    }

    private void resources(Map<?, ?> resources, String where) {
        section(resources, where, RESOURCES, "application", APPLICATION);
        if (resources.get("fragments") instanceof Map<?, ?> fragments) {
            fragments.forEach((name, fragment) -> {
                if (fragment instanceof Map<?, ?> values) {
                    section(values, where + ".fragments." + name, RESOURCES, "application", APPLICATION);
                }
            });
        }
    }

    /** @param other the section whose keys are often put into this one */
    private void section(Map<?, ?> section, String where, List<String> known, String other, List<String> knownToOther) {
        for (Object key : section.keySet()) {
            String name = String.valueOf(key);
            if (known.contains(name) || known == APPLICATION && UNREAD.contains(name)) {
                continue;
            }
            Optional<String> meant = meant(name, known);
            Optional<String> elsewhere = meantExactly(name, knownToOther);
            if (meant.isPresent()) {
                note(where + "." + name, where + "." + meant.get());
            } else if (elsewhere.isPresent()) {
                note(where + "." + name, other + "." + elsewhere.get());
            } else {
                notes.add("'" + where + "." + name + "' means nothing to a packager: it reads "
                        + String.join(", ", known) + " there");
            }
        }
    }

    private void note(String written, String meant) {
        notes.add("'" + written + "' means nothing and is not used: write '" + meant + "'");
    }

    private static Optional<String> meantExactly(String name, List<String> known) {
        return known.stream().filter(key -> plain(key).equals(plain(name))).findFirst();
    }

    private static Optional<String> meant(String name, List<String> known) {
        String word = OTHER_WORDS.get(plain(name));
        if (word != null && known.contains(word)) {
            return Optional.of(word);
        }
        for (int changes = 0; changes <= 2; changes++) {
            for (String key : known) {
                boolean longEnough = plain(key).length() >= 3 * changes;
                if (longEnough && distance(plain(key), plain(name)) <= changes) {
                    return Optional.of(key);
                }
            }
        }
        return Optional.empty();
    }

    private static String plain(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** Letters to be put in, taken out or replaced (Levenshtein); words of very different length are not compared. */
    private static int distance(String one, String other) {
        if (Math.abs(one.length() - other.length()) > 2) {
            return Integer.MAX_VALUE;
        }
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
