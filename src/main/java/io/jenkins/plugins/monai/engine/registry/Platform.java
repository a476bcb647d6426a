package io.jenkins.plugins.monai.engine.registry;

/**
 * What an image runs on, in the words of the OCI image specification.
 *
 * @param os {@code linux}
 * @param architecture {@code amd64}, {@code arm64}
 */
public record Platform(String os, String architecture) {

    public static final Platform LINUX_AMD64 = new Platform("linux", "amd64");
    public static final Platform LINUX_ARM64 = new Platform("linux", "arm64");

    @Override
    public String toString() {
        return os + "/" + architecture;
    }
}
