package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.packager.PushScript;
import io.jenkins.plugins.monai.engine.ssh.RemoteException;
import io.jenkins.plugins.monai.engine.ssh.RemoteShell;
import io.jenkins.plugins.monai.engine.ssh.ShellQuote;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Logs the machine in at the registry that AWS named with ECR's password, and at no other. The password goes to the
 * machine on standard input only.
 */
final class RegistryLogin {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private RegistryLogin() {}

    /**
     * Logging in twice is fine.
     *
     * @param registry {@code http://HOST[:PORT]} or {@code https://HOST[:PORT]}
     * @throws OperationException the registry refuses
     * @throws RemoteException connection trouble: call again
     */
    static void at(URI registry, PushScript script, BuildMapContext context)
            throws OperationException, RemoteException, InterruptedException {
        String host = registry.getAuthority();
        byte[] password = password(registry, context);
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
                    "The machine could not log in at " + host + " (" + said + ")", PushScript.remedy(said));
        }
    }

    private static byte[] password(URI registry, BuildMapContext context)
            throws OperationException, InterruptedException {
        return context.ecrCredentials()
                .find(registry)
                .orElseThrow(() -> new OperationException(
                        "AWS gave no password for the registry " + registry.getAuthority(),
                        "Use a repository of the account and region of the credentials; the endpoint override"
                                + " 'registry' names another registry"))
                .password()
                .getBytes(StandardCharsets.UTF_8);
    }
}
