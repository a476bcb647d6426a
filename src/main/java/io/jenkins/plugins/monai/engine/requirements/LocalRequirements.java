package io.jenkins.plugins.monai.engine.requirements;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.requirements.RequirementsReader.Place;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import io.jenkins.plugins.monai.engine.source.SourceTree.Kind;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requirements, with those of the workspace sent along and named by their place on the machine. */
final class LocalRequirements {

    private static final Pattern VCS = Pattern.compile("(?i)(?:^|@\\s*)(git|hg|svn|bzr)\\+(\\w+):");
    private static final Pattern NAMED_URL =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]*\\s*(?:\\[[^\\]]*])?\\s*)@\\s*([^\\s;]+)(.*)");
    private static final Pattern NAME = Pattern.compile(
            "[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\\s*(?:\\[[^\\]]*]\\s*)?(?:\\(?\\s*(?:===|[<>=!~]=|[<>])[^;]*)?(?:;.*)?");
    private static final Pattern PATH = Pattern.compile("([^;]+?)(\\[[^\\]]*])?(#\\S*)?\\s*(;.*)?");
    private static final Pattern ARCHIVE =
            Pattern.compile("(?i).*\\.(?:whl|zip|tar|tgz|tbz|txz|tlz|tar\\.(?:gz|bz2|xz|lz|lzma))");
    private static final Pattern FOREIGN = Pattern.compile("(?i).*-(?:win32|win_amd64|win_arm64|macosx_\\w+)\\.whl");

    private final SourceTree source;
    private final Requirements.Remarks remarks;
    private final Map<String, String> sent = new LinkedHashMap<>();

    LocalRequirements(SourceTree source, Requirements.Remarks remarks) {
        this.source = source;
        this.remarks = remarks;
    }

    /** Paths in the workspace by their places on the machine. */
    Map<String, String> sent() {
        return sent;
    }

    String placed(Place place, String requirement) throws OperationException, IOException {
        Matcher vcs = VCS.matcher(requirement);
        if (vcs.find()) {
            return versionControl(place, requirement, vcs.group(2));
        }
        Matcher named = NAMED_URL.matcher(requirement);
        if (named.matches()) {
            return named.group(2).startsWith("file:")
                    ? named.group(1).strip() + " @ file://"
                            + sent(place, named.group(2), false).replace(" ", "%20") + named.group(3)
                    : requirement;
        }
        if (requirement.matches("(?i)https?://.*")) {
            return requirement;
        }
        if (requirement.matches("[./~\\\\].*|[^;\\[]*[/\\\\].*|file:.*") || isArchive(requirement)) {
            Matcher path = PATH.matcher(requirement);
            path.matches();
            return sent(place, path.group(1).strip(), false)
                    + text(path.group(2))
                    + text(path.group(3))
                    + (path.group(4) == null ? "" : " " + path.group(4));
        }
        if (!NAME.matcher(requirement).matches()) {
            throw place.refuse(
                    "pip cannot read the requirement",
                    "Write it as in 'numpy==2.2.6' or 'numpy>=2,<3; python_version>\"3.9\"' (PEP 508)");
        }
        return requirement;
    }

    private static String text(String group) {
        return group == null ? "" : group;
    }

    private static boolean isArchive(String requirement) {
        Matcher path = PATH.matcher(requirement);
        return path.matches() && ARCHIVE.matcher(path.group(1).strip()).matches();
    }

    private String versionControl(Place place, String requirement, String scheme) throws OperationException {
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw place.refuse(
                    "the machine has no key or file for a repository of '" + scheme + ":'",
                    "Name it by https, publish it to an index, or bring a wheel of it along");
        }
        remarks.git = remarks.git == null ? place.toString() : remarks.git;
        return requirement;
    }

    /** A folder or page of links. */
    PipOption links(Place place, PipOption option) throws OperationException, IOException {
        return option.value().matches("(?i)https?://.*")
                ? option
                : new PipOption(option.kind(), option.name(), sent(place, option.value(), true));
    }

    private String sent(Place place, String given, boolean links) throws OperationException, IOException {
        String written = given.startsWith("file:") ? decoded(given) : given;
        String path = found(place, written);
        if (path == null) {
            throw place.refuse(
                    "'" + written + "' is not in the workspace",
                    "Check it in, or have it made before this step, and name it relative to the requirements file");
        }
        boolean folder = source.kind(path) == Kind.DIRECTORY;
        if (FOREIGN.matcher(path).matches()) {
            throw place.refuse("'" + path + "' is a wheel for another system than Linux", "Name the one for Linux");
        }
        if (!links && !isInstallable(path, folder)) {
            throw place.refuse(
                    "'" + path + "' is no wheel, archive or project that pip could install",
                    "Name a wheel, or a folder with pyproject.toml or setup.py; a requirements file is named by -r");
        }
        remarks.file = remarks.file == null ? place.toString() : remarks.file;
        if (folder && !links) {
            remarks.folder = remarks.folder == null ? place.toString() : remarks.folder;
        }
        String target = Requirements.FOLDER + "/local/" + sent.size() + "/" + path.substring(path.lastIndexOf('/') + 1);
        sent.put(target, path);
        return Requirements.MOUNTED + target.substring(Requirements.FOLDER.length());
    }

    private boolean isInstallable(String path, boolean folder) throws IOException {
        return folder
                ? source.kind(path + "/pyproject.toml") == Kind.FILE || source.kind(path + "/setup.py") == Kind.FILE
                : ARCHIVE.matcher(path).matches();
    }

    private static String decoded(String url) {
        String path = url.substring("file:".length())
                .replaceFirst("^//(?:localhost)?(?=/)", "")
                .replaceFirst("#.*", "");
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return path;
        }
    }

    /** Beside the file that names it, or from the workspace's root, where pip is mostly run; null for nowhere. */
    private String found(Place place, String written) throws IOException {
        for (String folder : new String[] {place.folder(), ""}) {
            String path = below(folder, written);
            if (path != null && !path.isEmpty()) {
                Kind kind = source.kind(path);
                if (kind == Kind.FILE || kind == Kind.DIRECTORY) {
                    return path;
                }
            }
        }
        return null;
    }

    /** @return null for a path that is absolute or leaves the workspace */
    static String below(String folder, String written) {
        if (written.startsWith("/") || written.startsWith("~") || written.matches("[A-Za-z]:[/\\\\].*")) {
            return null;
        }
        Deque<String> names = new ArrayDeque<>();
        for (String name : (folder + written.replace('\\', '/')).split("/")) {
            if (name.equals("..")) {
                if (names.pollLast() == null) {
                    return null;
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return String.join("/", names);
    }
}
