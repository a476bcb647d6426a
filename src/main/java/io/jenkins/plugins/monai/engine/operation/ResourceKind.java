package io.jenkins.plugins.monai.engine.operation;

/** The kinds of resources that operations make and take away. */
public enum ResourceKind {
    INSTANCE("machine"),
    KEY_PAIR("key pair"),
    SECURITY_GROUP("security group"),
    VOLUME("volume"),
    NOTIFICATION("notification"),
    SCHEDULE("schedule"),
    FUNCTION("function"),
    DOCUMENT("document"),
    PERMISSION("permission"),
    OBJECT("object");

    private final String label;

    ResourceKind(String label) {
        this.label = label;
    }

    /** For lines of a log. */
    public String label() {
        return label;
    }
}
