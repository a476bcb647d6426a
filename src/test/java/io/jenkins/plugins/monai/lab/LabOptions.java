package io.jenkins.plugins.monai.lab;

/**
 * How a laboratory is to be.
 *
 * @param region where its images and parameters are
 * @param containers whether instances are containers where that can be; else there is one SSH server for all
 * @param instanceFlags more flags of {@code docker run} for instances, such as {@code --tmpfs /var/tmp:size=1m}
 */
public record LabOptions(String region, boolean containers, String instanceFlags) {

    /** A disk of an instance that is soon full, for tests of that. */
    public static final String SMALL_DISK = "/mnt/small";

    public static LabOptions standard() {
        return new LabOptions("us-east-1", true, "--tmpfs " + SMALL_DISK + ":size=256k,mode=1777");
    }

    public LabOptions withoutContainers() {
        return new LabOptions(region, false, instanceFlags);
    }

    public LabOptions inRegion(String name) {
        return new LabOptions(name, containers, instanceFlags);
    }
}
