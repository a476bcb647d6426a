package io.jenkins.plugins.monai.engine.buildmap;

import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;
import io.jenkins.plugins.monai.engine.packager.PushScript;
import io.jenkins.plugins.monai.engine.registry.ImageReference;
import io.jenkins.plugins.monai.engine.ssh.RemoteException;
import io.jenkins.plugins.monai.engine.ssh.RemoteShell;
import io.jenkins.plugins.monai.engine.ssh.ShellQuote;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Pushes the image under all its tags and notes its digest. */
final class PushPhase implements Phase<BuildMapContext> {

    private static final Duration LOGIN = Duration.ofMinutes(1);

    @Override
    public String name() {
        return "PUSH";
    }

    @Override
    public Advance advance(BuildMapContext context) throws OperationException, InterruptedException {
        ImageReference image =
                context.registry().image(context.request().effectiveTags().get(0));
        PushScript script =
                new PushScript(image.host(), image.plainHttp(), context.state().getRunId());
        if (!context.state().pushing().started()) {
            login(context, image, script);
        }
        List<String> images = context.request().effectiveTags().stream()
                .map(tag -> context.state().repositoryUri() + ":" + tag)
                .toList();
        Advance advance = context.pushing()
                .advance("the push", script.push(context.state().localTag(), images), PushScript::remedy);
        if (advance.isDone()) {
            noteDigest(context, image);
        }
        return advance;
    }

    private static void login(BuildMapContext context, ImageReference image, PushScript script)
            throws OperationException, InterruptedException {
        byte[] password = context.registry().password().getBytes(StandardCharsets.UTF_8);
        RemoteShell.Result result;
        try {
            result = context.shell()
                    .get()
                    .run(
                            ShellQuote.command("bash", "-c", script.login()),
                            new ByteArrayInputStream(password),
                            LOGIN);
        } catch (RemoteException e) {
            throw new OperationException(
                    "The machine did not answer to the login at the registry (" + e.getMessage() + ")",
                    "Check the network between controller and machine",
                    e);
        } catch (IOException e) {
            throw new IllegalStateException("A password in memory can be read", e);
        }
        if (!result.ok()) {
            String said = (result.stdout() + "\n" + result.stderr()).trim();
            throw new OperationException(
                    "The machine could not log in at " + image.host() + " (" + said + ")",
                    PushScript.remedy(said));
        }
    }

    private static void noteDigest(BuildMapContext context, ImageReference image)
            throws OperationException, InterruptedException {
        try {
            String digest = context.registry()
                    .client()
                    .digest(image)
                    .orElseThrow(() -> new OperationException(
                            "The registry does not have " + image + ", which was pushed",
                            "See whether a lifecycle policy or another job removed the tag"));
            context.state().imageDigest(digest);
            context.log().line("Pushed " + context.state().repositoryUri() + "@" + digest);
        } catch (IOException e) {
            throw RegistryFailures.explain(image, e);
        }
    }
}
