package io.jenkins.plugins.monai.engine.requirements;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.requirements.RequirementsText.Line;
import io.jenkins.plugins.monai.engine.source.SourceFile;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import io.jenkins.plugins.monai.engine.source.SourceTree.Kind;
import io.jenkins.plugins.monai.engine.source.Stub;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a requirements file and what it names in the workspace. What would fail on the machine, or leave credentials in
 * the image, is refused here.
 */
public final class RequirementsReader {

    private static final int LARGEST = 1 << 20;
    private static final int MOST_FILES = 200;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{[A-Z0-9_]+}");

    private final SourceTree source;
    private final Map<String, List<String>> constraints = new LinkedHashMap<>();
    private final Set<String> files = new LinkedHashSet<>();
    private final Requirements.Remarks remarks = new Requirements.Remarks();
    private final LocalRequirements local;

    private RequirementsReader(SourceTree source) {
        this.source = source;
        this.local = new LocalRequirements(source, remarks);
    }

    /**
     * @param path of the requirements file; null for none
     * @param config app.yaml, which has the packages
     * @throws OperationException a line cannot work on the machine; the message names it
     * @throws IOException the workspace cannot be read
     */
    public static Requirements read(SourceTree source, String path, List<String> pipPackages, String config)
            throws OperationException, IOException {
        RequirementsReader reader = new RequirementsReader(source);
        List<String> lines = new ArrayList<>();
        if (path != null) {
            reader.file(path, lines, reader.files);
        }
        List<String> packages = new ArrayList<>();
        for (String one : pipPackages) {
            for (Line line : RequirementsText.lines(one)) {
                Place place = new Place(config, "pip-packages", folder(config));
                reader.line(place, line.text(), packages, reader.files);
            }
        }
        return new Requirements(
                lines, packages, reader.constraints, reader.local.sent(), List.copyOf(reader.files), reader.remarks);
    }

    /** Where a line stands. */
    record Place(String file, String line, String folder) {

        OperationException refuse(String what, String remedy) {
            return new OperationException(this + ": " + what, remedy);
        }

        @Override
        public String toString() {
            return file + ", " + line;
        }
    }

    /** @param seen a file that is in there has been put in already */
    private void file(String path, List<String> into, Set<String> seen) throws OperationException, IOException {
        if (!seen.add(path)) {
            return;
        }
        files.add(path);
        Place whole = new Place(path, "line 1", folder(path));
        if (files.size() > MOST_FILES) {
            throw whole.refuse("there are more than " + MOST_FILES + " requirements files", "Put them into fewer");
        }
        SourceFile listed = source.files(path).get(0);
        if (listed.stub() == Stub.GIT_LFS || listed.stub() == Stub.GIT_ANNEX) {
            return; // which is refused by that name
        }
        for (Line line : RequirementsText.lines(text(path, whole))) {
            line(new Place(path, "line " + line.number(), folder(path)), line.text(), into, seen);
        }
    }

    private String text(String path, Place whole) throws OperationException, IOException {
        byte[] bytes;
        try (InputStream in = source.open(path)) {
            bytes = in.readNBytes(LARGEST + 1);
        }
        if (bytes.length > LARGEST) {
            throw whole.refuse("the file is larger than " + LARGEST / 1024 + " KiB", "Name the requirements.txt");
        }
        try {
            return RequirementsText.decode(bytes);
        } catch (CharacterCodingException e) {
            throw whole.refuse("the text is not of the encoding that it says, or UTF-8", "Save it as UTF-8");
        } catch (IllegalArgumentException e) {
            throw whole.refuse("there is no encoding '" + e.getMessage() + "'", "Save it as UTF-8");
        }
    }

    private void line(Place place, String text, List<String> into, Set<String> seen)
            throws OperationException, IOException {
        if (VARIABLE.matcher(text).find()) {
            throw place.refuse(
                    "a variable such as ${NAME} is used, which the machine does not have",
                    "Write out what is no secret; configure an index with credentials in pip's configuration on the"
                            + " machine's image (/etc/pip.conf), which is mounted for the build and not kept");
        }
        if (Address.hasCredentials(text)) {
            throw place.refuse(
                    "the address of " + Address.shown(text) + " holds credentials, which would stay in the MAP",
                    "Take them out, and change them if they are in the repository's history; configure the index in"
                            + " pip's configuration on the machine's image (/etc/pip.conf), which is mounted for the"
                            + " build and not kept, or bring the wheels along");
        }
        int options = text.startsWith("-") ? 0 : text.indexOf(" -") + 1;
        boolean hasOptions = options > 0 || text.startsWith("-");
        String requirement = hasOptions ? text.substring(0, options).strip() : text;
        StringBuilder line = new StringBuilder();
        boolean hashed = false;
        if (!requirement.isEmpty()) {
            line.append(local.placed(place, requirement));
        }
        for (PipOption option : hasOptions ? options(place, text.substring(options)) : List.<PipOption>of()) {
            switch (option.kind()) {
                case REQUIREMENTS -> file(included(place, option), into, seen);
                case CONSTRAINTS -> line.append(constraint(place, option));
                case EDITABLE ->
                    throw place.refuse(
                            "an editable requirement (-e) points into the workspace, which the MAP does not have",
                            "Write it without -e: the package itself is installed then");
                case LINKS -> line.append(' ').append(local.links(place, option).text());
                default -> line.append(' ').append(option.text());
            }
            hashed |= option.kind() == PipOption.Kind.HASH;
            if (option.kind() == PipOption.Kind.HASH || option.kind() == PipOption.Kind.REQUIRE_HASHES) {
                remarks.hash = remarks.hash == null ? place.toString() : remarks.hash;
            }
        }
        if (!requirement.isEmpty() && !hashed && !requirement.contains("#sha256=") && seen == files) {
            remarks.withoutHash = remarks.withoutHash == null ? place.toString() : remarks.withoutHash;
        }
        if (!line.toString().isBlank()) {
            into.add(line.toString().strip());
        }
    }

    private static List<PipOption> options(Place place, String text) throws OperationException {
        try {
            return PipOption.of(PipOption.words(text));
        } catch (IllegalArgumentException e) {
            throw place.refuse(
                    "'" + e.getMessage() + "' is no option that pip reads in a requirements file, or lacks its value",
                    "Correct the line; options of the machine's own belong into its pip configuration");
        }
    }

    private String constraint(Place place, PipOption option) throws OperationException, IOException {
        String path = included(place, option);
        remarks.constraint = remarks.constraint == null ? place.toString() : remarks.constraint;
        String name = Requirements.FOLDER + "/constraints-" + constraints.size() + ".txt";
        List<String> lines = new ArrayList<>();
        constraints.put(name, lines);
        file(path, lines, new LinkedHashSet<>());
        return " --constraint " + Requirements.MOUNTED + name.substring(Requirements.FOLDER.length());
    }

    /** Relative to the file that names it, as pip has it. */
    private String included(Place place, PipOption option) throws OperationException, IOException {
        String path = LocalRequirements.below(place.folder(), option.value());
        if (option.value().matches("[A-Za-z][A-Za-z0-9+.-]*:.*") || path == null || source.kind(path) != Kind.FILE) {
            throw place.refuse(
                    option.name() + " names '" + (path == null ? "a file elsewhere" : path)
                            + "', which is no file of the workspace",
                    "Check it in beside the requirements, and name it relative to the file that names it");
        }
        return path;
    }

    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }
}
