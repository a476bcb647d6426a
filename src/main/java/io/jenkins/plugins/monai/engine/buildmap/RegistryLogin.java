package io.jenkins.plugins.monai.engine.buildmap;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.packager.PushScript;
import io.jenkins.plugins.monai.engine.ssh.RemoteException;
import io.jenkins.plugins.monai.engine.ssh.RemoteShell;
import io.jenkins.plugins.monai.engine.ssh.ShellQuote;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Logs the machine in at an ECR registry. The password goes to the machine on standard input only. */
final class RegistryLogin {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private RegistryLogin() {}

    /**
     * Logging in twice is fine.
     *
     * @throws OperationException the registry refuses
     * @throws RemoteException connection trouble: call again
     */
    static void at(String registry, PushScript script, BuildMapContext context)
            throws OperationException, RemoteException, InterruptedException {
        byte[] password = new EcrRepositories(context.aws()).password().getBytes(StandardCharsets.UTF_8);
        RemoteShell.Result result;
        try {
            result = context.shell()
                    .get()
                    .run(
                            ShellQuote.command("bash", "-c", script.login()),
                            new ByteArrayInputStream(password),
                            PATIENCE);
        } catch (RemoteException e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException("A password in memory can be read", e);
        }
        if (!result.ok()) {
            String said = (result.stdout() + "\n" + result.stderr()).strip().replaceAll("\\s*\\R\\s*", "; ");
            throw new OperationException(
                    "The machine could not log in at " + registry + " (" + said + ")", PushScript.remedy(said));
        }
    }
}
