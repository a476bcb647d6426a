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

    public MachineState machine() {
        return machine;
    }

    public CommandState installing() {
        return installing;
    }

    public CommandState pulling() {
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

    public Account account() {
        return account;
    }

    public void account(Account value) {
        account = value;
    }

    /** By SSE-S3 before PREFLIGHT. */
    public BucketEncryption encryption() {
        return encryption == null ? BucketEncryption.sseS3() : encryption;
    }

    public void encryption(BucketEncryption value) {
        encryption = value;
    }

    /** {@code registry/repository@sha256:...}; null before PREFLIGHT. */
    public String image() {
        return image;
    }

    /** {@code sha256:...}; null before PREFLIGHT. */
    public String imageDigest() {
        return imageDigest;
    }

    public void image(String reference, String digest) {
        image = reference;
        imageDigest = digest;
    }

    /** Null before MACHINE. */
    public String instanceId() {
        return instanceId;
    }

    public void instanceId(String id) {
        instanceId = id;
    }

    /** Whether this run has launched or started the machine, so that it has to see that it stops. */
    public boolean awakened() {
        return awakened;
    }

    public void awaken() {
        awakened = true;
    }

    /** Whether the machine has what it needs, and so stops by itself. */
    public boolean installed() {
        return installed;
    }

    public void installed(boolean value) {
        installed = value;
    }

    /** Of a call that needs what another call has made to be known everywhere; each phase begins anew. */
    public int retries() {
        return retries;
    }

    public void retried() {
        retries++;
    }

    public void resetRetries() {
        retries = 0;
    }

    public boolean functionChanged() {
        return functionChanged;
    }

    public void functionChanged(boolean value) {
        functionChanged = value;
    }

    /** Of the function's published version; null before FUNCTION. */
    public String functionVersion() {
        return functionVersion;
    }

    public void functionVersion(String version) {
        functionVersion = version;
    }

    /** How often the results of the smoke test were seen, this time included, without their study being moved. */
    public int resultsSeen() {
        return ++resultsSeen;
    }

    public String smokeTestKey() {
        return smokeTestKey;
    }

    public void smokeTestKey(String key) {
        smokeTestKey = key;
    }

    /** Null where no smoke test was asked for, or before it. */
    public SmokeTestResult smokeTest() {
        return smokeTest;
    }

    public void smokeTest(SmokeTestResult result) {
        smokeTest = result;
    }
}
