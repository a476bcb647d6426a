package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;
import io.jenkins.plugins.monai.engine.packager.PackageInputs;
import io.jenkins.plugins.monai.engine.packager.Packager;
import io.jenkins.plugins.monai.engine.packager.Packagers;
import io.jenkins.plugins.monai.engine.packager.PushScript;
import io.jenkins.plugins.monai.engine.ssh.RemoteException;
import java.net.URI;
import java.util.Optional;

/** Has the packager build the MAP on the machine. */
final class PackagePhase implements Phase<BuildMapContext> {

    @Override
    public String name() {
        return "PACKAGE";
    }

    @Override
    public Advance advance(BuildMapContext context) throws OperationException, InterruptedException {
        Packager packager = Packagers.of(context.request().packager());
        return context.packaging()
                .advance("the packaging", () -> script(context, packager), last -> packager.remedy(1, last));
    }

    private static String script(BuildMapContext context, Packager packager)
            throws OperationException, RemoteException, InterruptedException {
        PackageInputs inputs = context.packageInputs();
        Optional<URI> registry = BaseImageRegistry.needingLogin(context);
        if (registry.isEmpty()) {
            return packager.script(inputs);
        }
        boolean plainHttp = "http".equals(registry.get().getScheme());
        PushScript credentials = new PushScript(
                registry.get().getAuthority(), plainHttp, context.state().getRunId());
        RegistryLogin.at(registry.get(), credentials, context);
        return credentials.environment() + packager.script(inputs);
    }
}
