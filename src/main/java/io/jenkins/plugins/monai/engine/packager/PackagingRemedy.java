package io.jenkins.plugins.monai.engine.packager;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What to do about a build of an image that failed, from the last lines it printed: the words are those of pip, of the
 * compilers it calls, and of Docker, BuildKit and Podman.
 */
final class PackagingRemedy {

    private static final String NETWORK =
            "Use subnets with a way to the package index and to the base image's registry, or name mirrors in baseImage"
                    + " and in the machine's pip configuration";
    private static final String COMPILER =
            "Something in requirements%s has no wheel for this Python and is built from source, for which the base image"
                    + " lacks a compiler, headers or a library: pin a version with a wheel, or name a baseImage that has"
                    + " them (Debian: build-essential, python3-dev)";
    private static final String OTHER_PYTHON =
            "Something in requirements%s has no release for the Python of the base image: pin a version that has one, or"
                    + " name a baseImage with a Python it supports";
    private static final String INDEX =
            "The package index refuses who asks: let it be read without signing in from the machine, configure pip's"
                    + " index and its credentials in the AMI or the baseImage, or bring the wheels along";

    /** The first one that is found counts: a full disk, say, also makes other things fail. */
    private static final List<Cause> CAUSES = List.of(
            cause(
                    "no space left on device|\\[Errno 28]|disk quota exceeded",
                    "Raise volumeGiB: the machine's disk is full"),
            cause(
                    "cannot allocate memory|MemoryError|signal: killed|^Killed\\b|exit (?:status|code):? 137|did not"
                            + " complete successfully: exit code: 137",
                    "The machine has too little memory for this: name a larger type in instanceTypes"),
            cause(
                    "neither a docker daemon",
                    "Use an AMI with Docker or podman, and let sshUser be in the group docker; MONAI_DEPLOY_BUILD_TOOL"
                            + " in /etc/monai-deploy/build.env on the machine names another one"),
            cause(
                    "the base image needs python",
                    "Let baseImage name an image with Python 3.9 or newer, venv and pip (Debian: python3-venv and"
                            + " python3-pip)"),
            cause("docker buildx, which is not", "Use an AMI with Docker and its buildx plugin, or packager builtin"),
            cause(
                    "a virtual environment cannot be made",
                    "Use an AMI with Python 3.10 to 3.13 and python3-venv, or packager builtin"),
            cause("toomanyrequests", "The registry of the base image limits pulls: mirror it and name it in baseImage"),
            cause(
                    "DO NOT MATCH THE HASHES",
                    "A file that pip fetched is not the one that --hash in requirements names: the index has another"
                            + " build of it, or the hash is of another platform's wheel; add the hash of this one"),
            cause(
                    "require-hashes mode",
                    "With one --hash in requirements every requirement, and all it depends on, wants a pinned version"
                            + " and a --hash: pip-compile --generate-hashes writes them"),
            cause(
                    "cannot find command '?git'?|git: (?:command )?not found|no such file or directory: '?git'?"
                            + "|exec: \"git\"",
                    "Something in requirements comes from Git, which the base image lacks: name a baseImage with git, or"
                            + " require a release or a wheel"),
            cause(
                    "could not read (?:Username|Password) for|Authentication failed for|Permission denied"
                            + " \\(publickey|Repository not found",
                    "Something in requirements comes from a private Git repository, which the machine may not read:"
                            + " bring a wheel of it along, or publish it to an index that the machine may read"),
            cause(
                    "\\b(?:401|403)\\b (?:Client )?Error|HTTP error (?:401|403)|Credentials not correct|^User for \\S+:",
                    INDEX),
            cause(
                    "(?:requires a different Python|Ignored the following versions that require a different python)"
                            + "|is not a supported wheel on this platform|Requires-Python",
                    OTHER_PYTHON),
            cause(
                    "command '?(?:\\S*/)?\\S*(?:gcc|g\\+\\+|cc|clang|nvcc|cmake|rustc|cargo|gfortran)'? failed"
                            + "|unable to execute '\\S*(?:gcc|g\\+\\+|cc)'|(?:gcc|g\\+\\+|cmake|ninja|make|nvcc):"
                            + " (?:command )?not found|can't find rust compiler|Python\\.h: No such file"
                            + "|Unknown compiler\\(s\\)|CMake must be installed|CUDA_HOME environment variable is not set",
                    COMPILER),
            cause("Failed (?:building wheel for|to build) ([A-Za-z0-9._-]+)", COMPILER),
            cause(
                    "no matching distribution found for ([^\\s,;(]+)|could not find a version that satisfies the"
                            + " requirement ([^\\s,;(]+)",
                    "Correct in requirements '%s', which the package index does not have for the Python of the base"
                            + " image: look at the versions it has there"),
            cause(
                    "no matching distribution|could not find a version",
                    "Correct the requirement in requirements that pip could not find"),
            cause("resolutionimpossible", "Correct requirements: two of them exclude each other"),
            cause("invalid requirement", "Correct requirements: pip cannot read a line of it"),
            cause(
                    "Could not open requirements file|No such file or directory: '[^']*requirements[^']*'",
                    "Correct requirements: it names another file that is not there"),
            cause(
                    "externally-managed-environment",
                    "The base image's Python belongs to its distribution: name a baseImage with a Python of its own,"
                            + " such as python:3.11-slim"),
            cause(
                    "no match for platform in manifest|exec format error",
                    "The base image is of another processor than the machine: name a baseImage for it, or other"
                            + " instanceTypes"),
            cause("manifest unknown|manifest for \\S+ not found", "Correct baseImage: its registry has no such image"),
            cause(
                    "pull access denied|unauthorized: |requested access to the resource is denied",
                    "Correct baseImage, or use one that can be pulled without signing in"),
            cause(
                    "certificate verify failed|certificate signed by unknown authority",
                    "Add the certificate authority that signs the network's connections to those the machine trusts"),
            cause(
                    "name resolution|no such host|could not resolve|connection timed out|i/o timeout|read timed out"
                            + "|network is unreachable|connection refused|connection reset|cannot connect to proxy",
                    NETWORK),
            cause(
                    "subprocess-exited-with-error|metadata-generation-failed",
                    "Something in requirements cannot be built from source: see the lines above, and pin a version"
                            + " that has a wheel"));

    /** @param remedy with %s for what the pattern's first group found */
    private record Cause(Pattern words, String remedy) {

        String remedyFor(Matcher found) {
            for (int group = 1; group <= found.groupCount(); group++) {
                if (found.group(group) != null) {
                    String what = found.group(group);
                    return remedy.replace("'%s'", "'" + what + "'").replace("%s", " ('" + what + "')");
                }
            }
            return remedy.replace("%s", "");
        }
    }

    private PackagingRemedy() {}

    private static Cause cause(String words, String remedy) {
        return new Cause(Pattern.compile(words, Pattern.CASE_INSENSITIVE | Pattern.MULTILINE), remedy);
    }

    static String of(String lastLines) {
        for (Cause cause : CAUSES) {
            Matcher found = cause.words().matcher(lastLines);
            if (found.find()) {
                return cause.remedyFor(found);
            }
        }
        return "See the last lines of the machine's output above";
    }
}
