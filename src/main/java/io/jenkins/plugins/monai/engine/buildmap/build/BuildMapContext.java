package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.EcrCredentials;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapRequest;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapState;
import io.jenkins.plugins.monai.engine.buildmap.repository.MapRegistry;
import io.jenkins.plugins.monai.engine.buildmap.workspace.ApplicationInputs;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.machine.ephemeral.Machine;
import io.jenkins.plugins.monai.engine.machine.lease.LeaseKeeper;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.SafeLog;
import io.jenkins.plugins.monai.engine.operation.StateStore;
import io.jenkins.plugins.monai.engine.packager.PackageInputs;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import io.jenkins.plugins.monai.engine.ssh.RemoteException;
import java.io.IOException;
import java.net.ProxySelector;
import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.services.ecr.model.Repository;

/** What the phases share. Nothing in it but the state outlives the process. */
final class BuildMapContext implements AutoCloseable {

    private final BuildMapRequest request;
    private final RunIdentity identity;
    private final BuildMapState state;
    private final StateStore<BuildMapState> store;
    private final AwsClients aws;
    private final SourceTree source;
    private final EngineLog log;
    private final Clock clock;
    private final ProxySelector proxy;
    private final Machine machine;
    private final MachineShell shell;
    private final LeaseKeeper lease;
    private final EcrCredentials ecrCredentials;
    private ApplicationInputs inputs;
    private DetachedRun packaging;
    private DetachedRun pushing;

    BuildMapContext(
            BuildMapRequest request,
            RunIdentity identity,
            BuildMapState state,
            StateStore<BuildMapState> store,
            AwsClients aws,
            SourceTree source,
            EngineLog given,
            Clock clock,
            ProxySelector proxy) {
        this.request = request;
        this.identity = identity;
        this.state = state;
        this.aws = aws;
        this.source = source;
        this.log = SafeLog.of(given);
        this.store = store.with(log);
        this.clock = clock;
        this.proxy = proxy;
        this.machine = new Machine(aws, identity, request.machine(), state.machine(), this::save, log, clock);
        this.shell = new MachineShell(request, identity, state.machine());
        this.lease = new LeaseKeeper(aws, request.machine(), state.machine(), log, clock, shell::another);
        this.ecrCredentials = new EcrCredentials(aws, request.endpoints().registry(), log::hide);
    }

    BuildMapRequest request() {
        return request;
    }

    RunIdentity identity() {
        return identity;
    }

    BuildMapState state() {
        return state;
    }

    AwsClients aws() {
        return aws;
    }

    SourceTree source() {
        return source;
    }

    EngineLog log() {
        return log;
    }

    Clock clock() {
        return clock;
    }

    ProxySelector proxy() {
        return proxy;
    }

    Machine machine() {
        return machine;
    }

    MachineShell shell() {
        return shell;
    }

    /** Held while the machine is worked with. */
    LeaseKeeper lease() {
        return lease;
    }

    /** What the workspace holds for this request; read once. */
    ApplicationInputs inputs() throws OperationException {
        if (inputs == null) {
            inputs = ApplicationInputs.find(request, source);
        }
        return inputs;
    }

    /** What a packager is told; valid when the machine's image, and so its architecture, is known. */
    PackageInputs packageInputs() throws OperationException {
        return PackageInputsFactory.of(request, state, inputs());
    }

    /** The packager's script on the machine. */
    DetachedRun packaging() {
        if (packaging == null) {
            packaging = new DetachedRun(this, "package", state.packaging());
        }
        return packaging;
    }

    /** The push on the machine. */
    DetachedRun pushing() {
        if (pushing == null) {
            pushing = new DetachedRun(this, "push", state.pushing());
        }
        return pushing;
    }

    /** The image's repository, known since the REPOSITORY phase. */
    MapRegistry registry() {
        return new MapRegistry(ecrCredentials(), state.registry(), request.repository(), proxy);
    }

    /** As {@link #registry}, before the state knows the repository. */
    MapRegistry registryOf(Repository repository) {
        return new MapRegistry(ecrCredentials(), registryHost(repository), request.repository(), proxy);
    }

    /** ECR's own URI is {@code host/name}; an override stands for its host. */
    String registryHost(Repository repository) {
        String uri = repository.repositoryUri();
        return request.endpoints().registry().orElseGet(() -> uri.substring(0, uri.indexOf('/')));
    }

    /** ECR's password, and which registry it is for. */
    EcrCredentials ecrCredentials() {
        return ecrCredentials;
    }

    /** To be called before each side effect. */
    void save() throws OperationException {
        try {
            store.save(state);
        } catch (IOException e) {
            throw new OperationException(
                    "The state of the operation could not be saved: " + e.getMessage(),
                    "Make room on, or repair, the disk that holds the build's record",
                    e);
        }
    }

    /**
     * After a connection that broke: whether trying again makes sense.
     *
     * @param when ends the sentence "The machine went away"
     * @throws OperationException the machine does not run any longer
     */
    void requireMachine(String when, RemoteException broken) throws OperationException, InterruptedException {
        if (!machine.isAlive()) {
            throw new OperationException(
                    "The machine went away " + when,
                    "See in the EC2 console who ended it; it ends itself after maximumMinutes",
                    broken);
        }
    }

    /** How long ago a phase began that has begun. */
    Duration timeIn(String phase) {
        long since = state.getPhases().stream()
                .filter(p -> p.getName().equals(phase))
                .findFirst()
                .orElseThrow()
                .getStartMillis();
        return Duration.ofMillis(clock.millis() - since);
    }

    @Override
    public void close() {
        lease.close();
        shell.close();
    }
}
