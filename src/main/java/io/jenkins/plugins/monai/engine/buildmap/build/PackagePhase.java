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
        PackageInputs inputs = context.packageInputs();
        Optional<URI> registry = BaseImageRegistry.needingLogin(context);
        if (registry.isEmpty()) {
            return advance(context, packager, packager.script(inputs));
        }
        boolean plainHttp = "http".equals(registry.get().getScheme());
        PushScript credentials = new PushScript(
                registry.get().getAuthority(), plainHttp, context.state().getRunId());
        if (!context.state().packaging().started()) {
            try {
                RegistryLogin.at(registry.get(), credentials, context);
            } catch (RemoteException e) {
                return context.packaging().unreachable("the login at the registry", e);
            }
        }
        return advance(context, packager, credentials.environment() + packager.script(inputs));
    }

    private static Advance advance(BuildMapContext context, Packager packager, String script)
            throws OperationException, InterruptedException {
        return context.packaging().advance("the packaging", script, last -> packager.remedy(1, last));
    }
}
