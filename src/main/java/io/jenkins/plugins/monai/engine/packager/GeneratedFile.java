package io.jenkins.plugins.monai.engine.packager;

import java.nio.charset.StandardCharsets;

/**
 * A file that a packager writes into the run's folder on the machine.
 *
 * @param path relative to the run's folder, with {@code /}
 */
public record GeneratedFile(String path, String content, boolean executable) {

    public byte[] bytes() {
        return content.getBytes(StandardCharsets.UTF_8);
    }
}
