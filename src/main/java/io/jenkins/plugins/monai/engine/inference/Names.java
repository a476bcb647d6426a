package io.jenkins.plugins.monai.engine.inference;

/** The names of what is installed beside the function, all made of the function's. */
public final class Names {

    public static final String BUCKET_PERMISSION = "monai-deploy-bucket";
    public static final String SCHEDULE_PERMISSION = "monai-deploy-sweep";
    public static final String SCHEDULE_TARGET = "function";

    private Names() {}

    /** The id of our entry in the bucket's notification configuration. */
    public static String notification(String functionName) {
        return "monai-deploy-" + functionName;
    }

    /**
     * The name of the document that wakes the runner. Systems Manager takes 3 to 128 letters, digits and {@code _-.}, and
     * no name that begins with {@code aws}, {@code amazon} or {@code amzn}.
     *
     * @see <a href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateDocument.html">
     *     CreateDocument</a>
     */
    public static String wakeDocument(String functionName) {
        return "monai-deploy-wake-" + functionName;
    }

    /** The name of the rule that starts the sweep. */
    public static String schedule(String functionName) {
        return "monai-deploy-" + functionName + "-sweep";
    }
}
