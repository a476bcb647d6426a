package io.jenkins.plugins.monai.engine.parameter;

/** Patterns of what stands in the IAM API reference. */
public final class Arns {

    private Arns() {}

    /** A resource of IAM with its path. */
    public static String of(String resource) {
        return "arn:aws[a-z-]*:iam::\\d{12}:" + resource + "/[\\x21-\\x7e]{1,512}";
    }

    /** The name of a role, as CreateRole takes it, or its ARN: with a path in front of the name it must be an ARN. */
    public static Parameter<String> role(String name) {
        return Parameter.text(name, "[A-Za-z0-9+=,.@_-]{1,64}|" + of("role"), "a role's name or ARN");
    }
}
