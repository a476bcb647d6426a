package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.buildmap.Way;
import io.jenkins.plugins.monai.engine.buildmap.increment.LayeredBuild;
import io.jenkins.plugins.monai.engine.buildmap.increment.MapLayers;
import io.jenkins.plugins.monai.engine.buildmap.repository.MapRegistry;
import io.jenkins.plugins.monai.engine.buildmap.repository.RegistryFailures;
import io.jenkins.plugins.monai.engine.layer.RegistryAccess;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;
import io.jenkins.plugins.monai.engine.packager.Packagers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;

/** Pushes the layers that have changed from where the workspace is, and sets the tags. */
final class LayerPushPhase implements Phase<BuildMapContext> {

    @Override
    public String name() {
        return "PUSH";
    }

    @Override
    public Advance advance(BuildMapContext context) throws OperationException, InterruptedException {
        Way way = context.state().way();
        MapRegistry registry = context.registry();
        String digest = way.kind() == Way.Kind.UNCHANGED ? way.recorded() : build(context, registry, way);
        for (String tag : context.request().effectiveTags()) {
            context.log()
                    .line((registry.tag(tag, digest) ? "Tagged " : "There already: ")
                            + context.state().repositoryUri() + ":" + tag);
        }
        context.state().imageDigest(digest);
        context.log()
                .line((way.kind() == Way.Kind.UNCHANGED ? "Found " : "Pushed ")
                        + context.state().repositoryUri() + "@" + digest);
        return Advance.done();
    }

    private static String build(BuildMapContext context, MapRegistry registry, Way way)
            throws OperationException, InterruptedException {
        URI uri = registry.repository().registryUri();
        RegistryAccess access = RegistryAccess.of(
                registry.repository(), context.ecrCredentials().find(uri).orElse(null), proxy(context, uri));
        LayeredBuild build = new LayeredBuild(registry.client(), access, context.source(), context.log()::line);
        MapLayers layers = context.layers();
        try {
            return build.build(
                    layers,
                    way.recorded(),
                    MapPlatform.of(context.request().machine()),
                    Packagers.of(context.request().packager())
                            .labels(context.packageInputs().with(layers.fingerprint())));
        } catch (IOException e) {
            throw RegistryFailures.explainPush(registry.repository(), e);
        }
    }

    /** Null for a straight way. */
    private static InetSocketAddress proxy(BuildMapContext context, URI registry) {
        return context.proxy().select(registry).stream()
                .filter(proxy -> proxy.type() == Proxy.Type.HTTP)
                .map(Proxy::address)
                .filter(InetSocketAddress.class::isInstance)
                .map(InetSocketAddress.class::cast)
                .findFirst()
                .orElse(null);
    }
}
