package io.jenkins.plugins.monai.engine.aws;

import java.util.List;
import java.util.Set;

/** What calls AWS with the credentials that Jenkins holds: an operation, the reaper, or the check of what they may do. */
public enum AwsCaller {
    BUILD_MAP("monaiBuildMap", "jenkins-build"),
    CONFIGURE_INFERENCE("monaiConfigureInference", "jenkins-configure"),
    REMOVE_INFERENCE("monaiRemoveInference", "jenkins-remove"),
    REAPER("Removal of what is left", "jenkins-reaper"),
    CHECK_PERMISSIONS("Check permissions", "jenkins-check");

    static final Set<AwsCaller> ALL = Set.of(values());
    static final Set<AwsCaller> OPERATIONS = Set.copyOf(operations());
    static final Set<AwsCaller> LAUNCHING = Set.of(BUILD_MAP, CONFIGURE_INFERENCE);
    static final Set<AwsCaller> INFERENCE = Set.of(CONFIGURE_INFERENCE, REMOVE_INFERENCE);

    private final String title;
    private final String policy;

    AwsCaller(String title, String policy) {
        this.title = title;
        this.policy = policy;
    }

    /** Those that do something, in the order in which they are used. */
    public static List<AwsCaller> operations() {
        return List.of(BUILD_MAP, CONFIGURE_INFERENCE, REMOVE_INFERENCE, REAPER);
    }

    /** The step's name, or what people call it. */
    public String title() {
        return title;
    }

    /** The name of its policy in {@code docs/iam/policies}, without {@code .json}. */
    public String policy() {
        return policy;
    }
}
