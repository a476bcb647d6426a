package io.jenkins.plugins.monai.engine.buildmap;

import io.jenkins.plugins.monai.engine.machine.MachineState;
import io.jenkins.plugins.monai.engine.map.VerificationReport;
import io.jenkins.plugins.monai.engine.operation.OperationState;

/** How far a build of a MAP has come. */
public final class BuildMapState extends OperationState {

    private static final long serialVersionUID = 1L;

    private final MachineState machine = new MachineState();
    private String accountId;
    private String sshCidr;
    private final CommandProgress packaging = new CommandProgress();
    private final CommandProgress pushing = new CommandProgress();
    private long uploadBrokenMillis;
    private String remoteHome;
    private String registry;
    private String repository;
    private boolean makesRepository;
    private String imageDigest;
    private VerificationReport verification;
    private boolean decided;
    private String commit;

    /** Null in states of versions that knew one way alone, and before it is chosen. */
    private Way way;

    public BuildMapState(String runId, long startMillis) {
        super(runId, startMillis);
    }

    /** Of a run that may have made anything: its clean-up looks for all of it, by the run's tag and names. */
    public static BuildMapState unknown(String runId, long startMillis) {
        BuildMapState state = new BuildMapState(runId, startMillis);
        state.machine.wantEverything(startMillis);
        state.decideCommit(null);
        return state;
    }

    public MachineState machine() {
        return machine;
    }

    /**
     * Keeps what the run builds, for every process that goes on with it: what was found out once is not derived again.
     *
     * @param found the commit, or null where it is not known
     * @return the commit of the process that asked first
     */
    public String decideCommit(String found) {
        if (!decided) {
            decided = true;
            commit = found;
        }
        return commit;
    }

    /** Whether it is decided which commit the run builds; not so in states of versions that did not keep it. */
    public boolean isDecided() {
        return decided;
    }

    /** Null before it is chosen; a state of an earlier version goes on with a machine. */
    public Way way() {
        return way;
    }

    public void way(Way chosen) {
        way = chosen;
    }

    /** Whether the phases on a machine are this run's. */
    public boolean needsMachine() {
        return way == null || way.needsMachine();
    }

    /** The run's folder on the machine. */
    public String remoteFolder() {
        return remoteHome + "/monai-deploy-" + getRunId();
    }

    /** The home of the machine's user. */
    public void remoteHome(String path) {
        remoteHome = path;
    }

    /** The image's tag in the machine's container store. */
    public String localTag() {
        return "localhost/monai-deploy:" + getRunId();
    }

    /** The account's twelve digits; null before the PREFLIGHT phase. */
    public String accountId() {
        return accountId;
    }

    public void account(String id) {
        accountId = id;
    }

    public String sshCidr() {
        return sshCidr;
    }

    public void sshCidr(String cidr) {
        sshCidr = cidr;
    }

    /** The machine is lost, and with it what was on it. */
    public void forgetMachine() {
        remoteHome = null;
        uploadBrokenMillis = 0;
        packaging.forget();
        pushing.forget();
    }

    /** When the upload broke off for the first time, milliseconds since the epoch. */
    public long uploadBrokenSince(long nowMillis) {
        if (uploadBrokenMillis == 0) {
            uploadBrokenMillis = nowMillis;
        }
        return uploadBrokenMillis;
    }

    public CommandProgress packaging() {
        return packaging;
    }

    public CommandProgress pushing() {
        return pushing;
    }

    /** The registry, with {@code http://} in front when it is spoken to in plain HTTP; null before REPOSITORY. */
    public String registry() {
        return registry;
    }

    /** Whether this run makes the repository, in whatever process. */
    public boolean makesRepository() {
        return makesRepository;
    }

    public void makeRepository() {
        makesRepository = true;
    }

    public void repository(String registryHost, String name) {
        registry = registryHost;
        repository = name;
    }

    /** {@code host/repository}; null before the REPOSITORY phase. */
    public String repositoryUri() {
        return registry == null ? null : registry.replaceFirst("^https?://", "") + "/" + repository;
    }

    /** {@code sha256:...}; null before the image was pushed. */
    public String imageDigest() {
        return imageDigest;
    }

    public void imageDigest(String digest) {
        imageDigest = digest;
    }

    /** Null before the VERIFY phase. */
    public VerificationReport verification() {
        return verification;
    }

    public void verification(VerificationReport report) {
        verification = report;
    }
}
