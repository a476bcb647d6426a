package io.jenkins.plugins.monai.engine.packager;

import java.util.Map;

/**
 * The parts of app.yaml that packaging needs.
 *
 * @param title {@code application.title}
 * @param version {@code application.version}, as text
 * @param resources {@code resources}, as parsed; empty when absent
 * @param inputFormats {@code application.input-formats} (or its documented spelling {@code inputFormats}), as parsed;
 *     an empty list when absent
 */
public record AppConfig(String title, String version, Map<String, Object> resources, java.util.List<Object> inputFormats) {}
