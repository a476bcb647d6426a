package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.OperationContext;
import io.jenkins.plugins.monai.engine.OperationRun;
import io.jenkins.plugins.monai.engine.aws.EcrCredentials;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapRequest;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapState;
import io.jenkins.plugins.monai.engine.buildmap.increment.MapLayers;
import io.jenkins.plugins.monai.engine.buildmap.repository.MapRegistry;
import io.jenkins.plugins.monai.engine.buildmap.workspace.ApplicationInputs;
import io.jenkins.plugins.monai.engine.machine.ephemeral.Machine;
import io.jenkins.plugins.monai.engine.machine.ephemeral.MachineTakenBackException;
import io.jenkins.plugins.monai.engine.machine.lease.LeaseKeeper;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.packager.PackageInputs;
import io.jenkins.plugins.monai.engine.packager.Packagers;
import io.jenkins.plugins.monai.engine.ssh.HostKeyMismatchException;
import io.jenkins.plugins.monai.engine.ssh.KeyVault;
import io.jenkins.plugins.monai.engine.ssh.RemoteException;
import java.io.IOException;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.model.Repository;

/** What the phases share: beside the run, the machine and the way to it. */
final class BuildMapContext extends OperationContext<BuildMapRequest, BuildMapState> implements AutoCloseable {

    private final Machine machine;
    private final MachineShell shell;
    private final LeaseKeeper lease;
    private final EcrCredentials ecrCredentials;
    private ApplicationInputs inputs;
    private MapLayers layers;
    private final SpotNotice spotNotice;
    private DetachedRun packaging;
    private DetachedRun pushing;

    BuildMapContext(BuildMapRequest request, OperationRun<BuildMapState> run, KeyVault keys) {
        super(request, run);
        this.machine = new Machine(aws(), identity(), request.machine(), state().machine(), this::save, log(), clock());
        this.shell = new MachineShell(request, identity(), state().machine(), keys);
        this.lease =
                new LeaseKeeper(aws(), request.machine().lease(), state().machine(), log(), clock(), shell::another);
        this.spotNotice = new SpotNotice(clock());
        this.ecrCredentials = new EcrCredentials(aws(), request.endpoints().registry(), log()::hide);
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
            inputs = ApplicationInputs.find(request(), source());
        }
        return inputs;
    }

    /** What a packager is told; valid when the machine's image, and so its architecture, is known. */
    PackageInputs packageInputs() throws OperationException {
        PackageInputs inputs = PackageInputsFactory.of(request(), state(), inputs());
        return state().way() == null ? inputs : inputs.with(state().way().fingerprint());
    }

    /** What the files of the MAP are, gone through once. */
    MapLayers layers() throws OperationException, InterruptedException {
        if (layers == null) {
            try {
                layers = MapLayers.measure(
                        inputs(),
                        PackageInputsFactory.of(request(), state(), inputs()),
                        Packagers.of(request().packager()),
                        MapPlatform.of(request().machine()).toString(),
                        source(),
                        log()::line);
            } catch (IOException e) {
                throw ApplicationInputs.unreadable(e);
            }
        }
        return layers;
    }

    /** The packager's script on the machine. */
    DetachedRun packaging() {
        if (packaging == null) {
            packaging = new DetachedRun(this, "package", state().packaging());
        }
        return packaging;
    }

    /** The push on the machine. */
    DetachedRun pushing() {
        if (pushing == null) {
            pushing = new DetachedRun(this, "push", state().pushing());
        }
        return pushing;
    }

    /** The image's repository, known since the REPOSITORY phase. */
    MapRegistry registry() {
        return new MapRegistry(ecrCredentials(), state().registry(), request().repository(), proxy());
    }

    /** As {@link #registry}, before the state knows the repository. */
    MapRegistry registryOf(Repository repository) {
        return new MapRegistry(
                ecrCredentials(), registryHost(repository), request().repository(), proxy());
    }

    /** ECR's own URI is {@code host/name}; an override stands for its host. */
    String registryHost(Repository repository) {
        String uri = repository.repositoryUri();
        return request().endpoints().registry().orElseGet(() -> uri.substring(0, uri.indexOf('/')));
    }

    /** ECR's password, and which registry it is for. */
    EcrCredentials ecrCredentials() {
        return ecrCredentials;
    }

    /**
     * After a connection that broke: whether trying again makes sense.
     *
     * @param when ends the sentence "The machine went away"
     * @throws OperationException the machine does not run any longer, or another one answers in its place
     */
    void requireMachine(String when, RemoteException broken) throws OperationException, InterruptedException {
        if (broken instanceof HostKeyMismatchException) {
            throw new OperationException(
                    broken.getMessage(),
                    "Find out who answers at " + shell.target()
                            + " before you go on: it may not be the machine that was launched",
                    broken);
        }
        if (!machine.isAlive()) {
            throw new OperationException(
                    "The machine went away " + when,
                    "See in the EC2 console who ended it; it ends itself when it cannot be reached for "
                            + request().machine().lease().length().toMinutes() + " minutes, and after maximumMinutes",
                    broken);
        }
    }

    /** What EC2 says to a spot machine which it takes back; empty of one that it leaves, or that is none. */
    Optional<String> spotNotice() throws OperationException, InterruptedException {
        return machine.isSpot() && shell.isOpen() ? spotNotice.read(shell.get()) : Optional.empty();
    }

    /**
     * What was on the machine is lost, and the way to it with it.
     *
     * @throws MachineTakenBackException the run has started over as often as it may
     */
    void giveUpMachine(MachineTakenBackException takenBack) throws MachineTakenBackException {
        machine.giveUp(takenBack);
        state().forgetMachine();
        packaging = null;
        pushing = null;
        lease.machineLost();
        shell.close();
    }

    @Override
    public void close() {
        lease.close();
        shell.close();
    }
}
