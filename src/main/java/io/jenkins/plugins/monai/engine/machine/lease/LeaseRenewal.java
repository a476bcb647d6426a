package io.jenkins.plugins.monai.engine.machine.lease;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.machine.LeaseTerms;
import io.jenkins.plugins.monai.engine.machine.MachineState;
import io.jenkins.plugins.monai.engine.machine.Tags;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.ssh.RemoteException;
import io.jenkins.plugins.monai.engine.ssh.RemoteShell;
import io.jenkins.plugins.monai.engine.ssh.ShellQuote;
import java.time.Clock;
import java.time.Duration;

/** One renewal after the other of a machine's lease: on the machine, and in the tag that tells of it. */
final class LeaseRenewal {

    /** As whatever user: lets the machine note its own uptime, the only clock that counts. */
    static final String ON_THE_MACHINE =
            "read -r up rest </proc/uptime && echo \"${up%%.*}\" >>/run/monai-deploy/renewed";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AwsClients aws;
    private final LeaseTerms terms;
    private final MachineState state;
    private final EngineLog log;
    private final Clock clock;
    private long taggedMillis;
    private boolean toldOfMachine;
    private boolean toldOfTag;

    LeaseRenewal(AwsClients aws, LeaseTerms terms, MachineState state, EngineLog log, Clock clock) {
        this.aws = aws;
        this.terms = terms;
        this.state = state;
        this.log = log;
        this.clock = clock;
    }

    /**
     * @param shell of a connection of its own: one that hangs must not take the work on the machine with it
     * @throws RemoteException the machine cannot be reached: its lease goes on running out
     */
    void renew(RemoteShell shell) throws RemoteException, InterruptedException {
        long now = clock.millis();
        RemoteShell.Result result = shell.run(ShellQuote.command("sh", "-c", ON_THE_MACHINE), PATIENCE);
        if (!result.ok() && !toldOfMachine) {
            toldOfMachine = true;
            log.line("WARNING: the machine keeps no lease (" + result.stderr().strip()
                    + "), as cloud-init did not run its user data: should the controller die, nothing ends the machine."
                    + " Use an AMI with cloud-init");
        }
        if (result.ok()
                && now - Math.max(taggedMillis, state.launchMillis())
                        >= terms.tagging().toMillis()) {
            tag(now);
        }
    }

    /** A tag that is refused does not harm the run. */
    private void tag(long now) throws InterruptedException {
        try {
            AwsErrors.call(
                    AwsCall.CREATE_TAGS,
                    () -> aws.ec2()
                            .createTags(r -> r.resources(state.instanceId())
                                    .tags(Tags.lease(clock.instant().plus(terms.told())))));
            taggedMillis = now;
        } catch (OperationException e) {
            if (!toldOfTag) {
                toldOfTag = true;
                log.line("WARNING: the tag " + Tags.LEASE
                        + " of the machine could not be renewed, so that others take the" + " run for dead: "
                        + e.getMessage());
            }
        }
    }
}
