package io.jenkins.plugins.monai.engine.requirements;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What pip is to install, with all that it needs named by its place on the machine.
 *
 * @param lines of requirements.txt, in UTF-8, with the files of {@code -r} put in; empty where there are none
 * @param pipPackages those of app.yaml, likewise
 * @param constraints the lines of each file of {@code -c}, by its place
 * @param local what is sent along: the path in the workspace by its place
 * @param files all requirements and constraints files read, as paths in the workspace
 * @param remarks what not every packager can do
 */
public record Requirements(
        List<String> lines,
        List<String> pipPackages,
        Map<String, List<String>> constraints,
        Map<String, String> local,
        List<String> files,
        Remarks remarks) {

    /** The folder of constraints and local files, on the machine and in the build's context. */
    public static final String FOLDER = "requirements";

    /** Where {@link #FOLDER} is while pip runs. */
    public static final String MOUNTED = "/opt/holoscan/tools/requirements/files";

    public static final Requirements NONE =
            new Requirements(List.of(), List.of(), Map.of(), Map.of(), List.of(), new Remarks());

    public Requirements {
        lines = List.copyOf(lines);
        pipPackages = List.copyOf(pipPackages);
        constraints = Collections.unmodifiableMap(new LinkedHashMap<>(constraints));
        local = Collections.unmodifiableMap(new LinkedHashMap<>(local));
        files = List.copyOf(files);
    }

    /** The content of a file with these lines; pip takes others for the locale's encoding. */
    public static String text(List<String> lines) {
        boolean ascii = lines.stream().allMatch(line -> line.chars().allMatch(c -> c < 128));
        return (ascii ? "" : "# -*- coding: utf-8 -*-\n")
                + lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    /** Whether pip needs more than one file. */
    public boolean hasFiles() {
        return !constraints.isEmpty() || !local.isEmpty();
    }

    /** Each the first place of something, as {@code requirements.txt, line 3}, or null where it is nowhere. */
    public static final class Remarks {
        String file;
        String constraint;
        String folder;
        String git;
        String hash;
        String withoutHash;

        /** Something that is sent along: a wheel, a folder of them, a project. */
        public String file() {
            return file;
        }

        public String constraint() {
            return constraint;
        }

        /** A project's folder, which pip writes to. */
        public String folder() {
            return folder;
        }

        /** A requirement of a version-control system. */
        public String git() {
            return git;
        }

        public String hash() {
            return hash;
        }

        /** A requirement without a hash, or one that can have none. */
        public String withoutHash() {
            return withoutHash;
        }
    }
}
