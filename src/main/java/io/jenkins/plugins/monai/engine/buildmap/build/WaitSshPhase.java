package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;
import io.jenkins.plugins.monai.engine.ssh.AuthenticationRefusedException;
import io.jenkins.plugins.monai.engine.ssh.ConsoleHostKeys;
import io.jenkins.plugins.monai.engine.ssh.HostKeyStrategy;
import io.jenkins.plugins.monai.engine.ssh.MachineFailure;
import io.jenkins.plugins.monai.engine.ssh.RemoteException;
import io.jenkins.plugins.monai.engine.ssh.RemoteShell;
import java.time.Duration;
import java.util.Set;

/** Waits until the machine lets the run in, and makes sure that it is the machine that was launched. */
final class WaitSshPhase implements Phase<BuildMapContext> {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration CONSOLE_RETRY = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "WAIT_SSH";
    }

    @Override
    public Advance advance(BuildMapContext context) throws OperationException, InterruptedException {
        if (!context.shell().isOpen() && !expectHostKey(context)) {
            return again(context, CONSOLE_RETRY, "the host keys on the machine's console", "nothing there yet");
        }
        try {
            context.state().remoteHome(home(context));
            context.log().line("The machine answers at " + context.shell().target());
            return Advance.done();
        } catch (RemoteException e) {
            context.requireMachine("while its SSH server was waited for", e);
            return again(context, RETRY, "the machine's SSH server", e);
        }
    }

    private static String home(BuildMapContext context)
            throws OperationException, RemoteException, InterruptedException {
        RemoteShell.Result result = context.shell().get().run("printf %s \"$HOME\"", ANSWER);
        if (!result.ok() || !result.stdout().startsWith("/")) {
            throw MachineFailure.of(
                    "The machine's user has no home", result, "Name in sshUser a user who may log in to the image");
        }
        return result.stdout();
    }

    private static boolean expectHostKey(BuildMapContext context) throws OperationException, InterruptedException {
        if (context.request().machine().hostKeyStrategy() == HostKeyStrategy.ACCEPT_NEW) {
            context.shell().expect(null);
            return true;
        }
        Set<String> keys =
                context.machine().consoleOutput().map(ConsoleHostKeys::parse).orElse(Set.of());
        if (keys.isEmpty()) {
            return false;
        }
        context.shell().expect(keys);
        return true;
    }

    private Advance again(BuildMapContext context, Duration after, String what, RemoteException e)
            throws OperationException {
        if (e instanceof AuthenticationRefusedException && isOverdue(context)) {
            throw new OperationException(
                    e.getMessage(), "Name in sshUser the user of the image, such as ubuntu or ec2-user", e);
        }
        return again(context, after, what, e.getMessage());
    }

    private Advance again(BuildMapContext context, Duration after, String what, String last) throws OperationException {
        if (isOverdue(context)) {
            throw new OperationException(
                    "Waited " + PATIENCE.toMinutes() + " minutes for " + what + " (last: " + last + ")",
                    "Check that the security group and the subnet's routes let the controller reach port 22, or set"
                            + " privateAddress where it is in the same network");
        }
        return Advance.again(after, what);
    }

    private boolean isOverdue(BuildMapContext context) {
        return context.timeIn(name()).compareTo(PATIENCE) > 0;
    }
}
