package io.jenkins.plugins.monai.lab;

/** How this machine gets what containers need, in the words of its distribution. */
final class Installing {

    private static final String DEBIAN = "podman runc catatonit docker-registry";
    private static final String DEBIAN_ROOTLESS = DEBIAN + " uidmap mmdebstrap fuse-overlayfs";

    private Installing() {}

    /** A sentence without a full stop. */
    static String remedy() {
        return "Install Podman with: " + command(LabPaths.isRoot())
                + (LabPaths.isRoot() ? "" : "; or let this user use a Docker daemon")
                + "; then run it again (docs/developing.md)";
    }

    private static String command(boolean root) {
        String sudo = root ? "" : "sudo ";
        if (LabPaths.program("apt-get").isPresent()) {
            return sudo + "apt-get install " + (root ? DEBIAN + " debootstrap" : DEBIAN_ROOTLESS);
        }
        if (LabPaths.program("dnf").isPresent()) {
            return sudo + "dnf install podman crun catatonit docker-distribution shadow-utils debootstrap";
        }
        return "the package manager of this machine (Debian: apt-get install " + DEBIAN_ROOTLESS + ")";
    }
}
