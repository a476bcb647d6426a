package io.jenkins.plugins.monai.engine.map;

/** The rows of the checklist that the specification comes to. */
public enum MapCheck {
    PLATFORM(1, "platform"),
    TITLE(2, "title"),
    VERSION(3, "version"),
    MANIFESTS(4, "manifests"),
    COMMAND(5, "command"),
    INPUT_FORMATS(6, "input.formats"),
    OUTPUT_FORMAT(7, "output.format"),
    TYPE(8, "type"),
    PATHS(9, "paths"),
    FIELD_TYPES(10, "field types"),
    ENVIRONMENT(11, "environment"),
    PROBES(12, "probes"),
    APPLICATION_ROOT(13, "applicationRoot"),
    MODELS(14, "models"),
    RESOURCES(15, "resources"),
    CONTENT(16, "content"),
    DOCS(17, "docs"),
    ENTRY_POINT(18, "entry point"),
    MANIFEST_TOOLS(19, "show and extract"),
    EXIT_CODE(20, "exit code"),
    USER(21, "user");

    private final int row;
    private final String title;

    MapCheck(int row, String title) {
        this.row = row;
        this.title = title;
    }

    /** 1 to 21. */
    public int row() {
        return row;
    }

    public String title() {
        return title;
    }
}
