package io.jenkins.plugins.monai.engine.packager;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What to do about a build of an image that failed, from the last lines it printed. */
final class PackagingRemedy {

    private static final String NETWORK =
            "Use subnets with a way to the package index and to the base image's registry, or name mirrors in baseImage"
                    + " and in the machine's pip configuration";

    /** In the order of how much they explain: a full disk also makes other things fail. */
    private static final Map<String, String> REMEDIES = new LinkedHashMap<>();

    static {
        REMEDIES.put("no space left on device", "Raise volumeGiB: the machine's disk is full");
        REMEDIES.put(
                "neither a docker daemon",
                "Use an AMI with Docker or podman, and let sshUser be in the group docker; MONAI_DEPLOY_BUILD_TOOL in"
                        + " /etc/monai-deploy/build.env on the machine names another one");
        REMEDIES.put(
                "the base image needs python",
                "Let baseImage name an image with Python 3.9 or newer, venv and pip (Debian: python3-venv and"
                        + " python3-pip)");
        REMEDIES.put(
                "docker buildx, which is not", "Use an AMI with Docker and its buildx plugin, or packager builtin");
        REMEDIES.put(
                "a virtual environment cannot be made",
                "Use an AMI with Python 3.10 to 3.13 and python3-venv, or packager builtin");
        REMEDIES.put(
                "toomanyrequests", "The registry of the base image limits pulls: mirror it and name it in baseImage");
        REMEDIES.put("no matching distribution", "Correct the requirement in requirements that pip could not find");
        REMEDIES.put("could not find a version", "Correct the requirement in requirements that pip could not find");
        REMEDIES.put("resolutionimpossible", "Correct requirements: two of them exclude each other");
        REMEDIES.put("invalid requirement", "Correct requirements: pip cannot read a line of it");
        REMEDIES.put("manifest unknown", "Correct baseImage: its registry has no such image");
        REMEDIES.put("pull access denied", "Correct baseImage, or use one that can be pulled without signing in");
        REMEDIES.put("name resolution", NETWORK);
        REMEDIES.put("no such host", NETWORK);
        REMEDIES.put("connection timed out", NETWORK);
        REMEDIES.put("i/o timeout", NETWORK);
        REMEDIES.put("network is unreachable", NETWORK);
        REMEDIES.put(
                "certificate verify failed",
                "Add the certificate authority that signs the network's connections to those the machine trusts");
    }

    private PackagingRemedy() {}

    static String of(String lastLines) {
        String lines = lastLines.toLowerCase(Locale.ROOT);
        return REMEDIES.entrySet().stream()
                .filter(entry -> lines.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("See the last lines of the machine's output above");
    }
}
