package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.machine.MachineState;
import io.jenkins.plugins.monai.engine.operation.OperationState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How far the configuration of inference has come. */
public final class InferenceState extends OperationState {

    private static final long serialVersionUID = 1L;

    private final MachineState machine = new MachineState();
    private final CommandState installing = new CommandState();
    private final CommandState pulling = new CommandState();
    private final ArrayList<String> changes = new ArrayList<>();
    private Account account;
    private BucketEncryption encryption;
    private String image;
    private String imageDigest;
    private String instanceId;
    private boolean awakened;
    private boolean installed;
    private int retries;
    private boolean functionChanged;
    private String functionVersion;
    private String smokeTestKey;
    private int resultsSeen;
    private SmokeTestResult smokeTest;

    public InferenceState(String runId, long startMillis) {
        super(runId, startMillis);
    }

    MachineState machine() {
        return machine;
    }

    CommandState installing() {
        return installing;
    }

    CommandState pulling() {
        return pulling;
    }

    /** What was changed so far, for people; empty when all was as it should be. */
    public List<String> changes() {
        return Collections.unmodifiableList(changes);
    }

    void changed(String what) {
        if (!changes.contains(what)) {
            changes.add(what);
        }
    }

    Account account() {
        return account;
    }

    void account(Account value) {
        account = value;
    }

    /** By SSE-S3 before PREFLIGHT. */
    BucketEncryption encryption() {
        return encryption == null ? BucketEncryption.sseS3() : encryption;
    }

    void encryption(BucketEncryption value) {
        encryption = value;
    }

    /** {@code registry/repository@sha256:...}; null before PREFLIGHT. */
    String image() {
        return image;
    }

    /** {@code sha256:...}; null before PREFLIGHT. */
    public String imageDigest() {
        return imageDigest;
    }

    void image(String reference, String digest) {
        image = reference;
        imageDigest = digest;
    }

    /** Null before MACHINE. */
    public String instanceId() {
        return instanceId;
    }

    void instanceId(String id) {
        instanceId = id;
    }

    /** Whether this run has launched or started the machine, so that it has to see that it stops. */
    boolean awakened() {
        return awakened;
    }

    void awaken() {
        awakened = true;
    }

    /** Whether the machine has what it needs, and so stops by itself. */
    boolean installed() {
        return installed;
    }

    void installed(boolean value) {
        installed = value;
    }

    /** Of a call that needs what another call has made to be known everywhere; each phase begins anew. */
    int retries() {
        return retries;
    }

    void retried() {
        retries++;
    }

    void resetRetries() {
        retries = 0;
    }

    boolean functionChanged() {
        return functionChanged;
    }

    void functionChanged(boolean value) {
        functionChanged = value;
    }

    /** Of the function's published version; null before FUNCTION. */
    public String functionVersion() {
        return functionVersion;
    }

    void functionVersion(String version) {
        functionVersion = version;
    }

    /** How often the results of the smoke test were seen, this time included, without their study being moved. */
    int resultsSeen() {
        return ++resultsSeen;
    }

    String smokeTestKey() {
        return smokeTestKey;
    }

    void smokeTestKey(String key) {
        smokeTestKey = key;
    }

    /** Null where no smoke test was asked for, or before it. */
    public SmokeTestResult smokeTest() {
        return smokeTest;
    }

    void smokeTest(SmokeTestResult result) {
        smokeTest = result;
    }
}
