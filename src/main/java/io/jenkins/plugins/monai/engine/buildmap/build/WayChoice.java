package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.buildmap.Way;
import io.jenkins.plugins.monai.engine.buildmap.increment.WayFinder;
import io.jenkins.plugins.monai.engine.buildmap.repository.MapRegistry;
import io.jenkins.plugins.monai.engine.buildmap.repository.RegistryFailures;
import io.jenkins.plugins.monai.engine.map.Fingerprint;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.packager.Packagers;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.model.Repository;

/** Chooses once for a run whether it needs a machine. */
final class WayChoice {

    private WayChoice() {}

    /** @param repository empty where there is none yet */
    static void choose(BuildMapContext context, Optional<Repository> repository)
            throws OperationException, InterruptedException {
        if (context.state().way() == null) {
            context.state().way(chosen(context, repository));
        }
        context.log().line(context.state().way().toString());
    }

    private static Way chosen(BuildMapContext context, Optional<Repository> repository)
            throws OperationException, InterruptedException {
        Fingerprint fingerprint = context.layers().fingerprint();
        if (context.request().rebuild()) {
            return Way.full("'rebuild' asks for it", fingerprint);
        }
        if (repository.isEmpty()) {
            return Way.full("the repository is new", fingerprint);
        }
        MapRegistry registry = context.registryOf(repository.get());
        Map<String, String> labels = Packagers.of(context.request().packager())
                .labels(context.packageInputs().with(fingerprint));
        try {
            return new WayFinder(
                            registry.client(),
                            registry.repository(),
                            MapPlatform.of(context.request().machine()))
                    .find(fingerprint, labels, context.request().effectiveTags());
        } catch (IOException e) {
            throw RegistryFailures.explain(registry.repository(), e);
        }
    }
}
