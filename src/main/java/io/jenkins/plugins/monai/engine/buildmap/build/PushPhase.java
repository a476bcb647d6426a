package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.buildmap.repository.RegistryFailures;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;
import io.jenkins.plugins.monai.engine.packager.PushScript;
import io.jenkins.plugins.monai.engine.registry.ImageReference;
import io.jenkins.plugins.monai.engine.ssh.RemoteException;
import java.io.IOException;
import java.util.List;

/** Pushes the image under all its tags and notes its digest. */
final class PushPhase implements Phase<BuildMapContext> {

    @Override
    public String name() {
        return "PUSH";
    }

    @Override
    public Advance advance(BuildMapContext context) throws OperationException, InterruptedException {
        ImageReference image =
                context.registry().image(context.request().effectiveTags().get(0));
        Advance advance = context.pushing().advance("the push", () -> script(context, image), PushScript::remedy);
        if (advance.isDone()) {
            noteDigest(context, image);
        }
        return advance;
    }

    private static String script(BuildMapContext context, ImageReference image)
            throws OperationException, RemoteException, InterruptedException {
        PushScript script =
                new PushScript(image.host(), image.plainHttp(), context.state().getRunId());
        RegistryLogin.at(image.registryUri(), script, context);
        List<String> images = context.request().effectiveTags().stream()
                .map(tag -> context.state().repositoryUri() + ":" + tag)
                .toList();
        return script.push(context.state().localTag(), images);
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
