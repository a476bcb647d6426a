package io.jenkins.plugins.monai.engine.layer;

import io.jenkins.plugins.monai.engine.registry.Descriptor;
import io.jenkins.plugins.monai.engine.registry.ImageReference;
import io.jenkins.plugins.monai.engine.registry.MediaTypes;
import io.jenkins.plugins.monai.engine.registry.RegistryClient;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Makes layers of files where those lie, and pushes them from there. */
public final class LayerPushing implements SourceTree.Work<ArrayList<PushedLayer>> {

    private static final long serialVersionUID = 1L;

    private final RegistryAccess access;
    private final ArrayList<LayerSpec> specs;
    private final ArrayList<LayerMeasure> measures;

    /** @param measures of the same layers, in their order */
    public LayerPushing(RegistryAccess access, List<LayerSpec> specs, List<LayerMeasure> measures) {
        this.access = access;
        this.specs = new ArrayList<>(specs);
        this.measures = new ArrayList<>(measures);
    }

    @Override
    public ArrayList<PushedLayer> on(SourceTree tree, Consumer<String> log) throws IOException, InterruptedException {
        RegistryClient client = access.client();
        try (LayerThreads threads = new LayerThreads()) {
            List<Callable<PushedLayer>> work = new ArrayList<>();
            for (int i = 0; i < specs.size(); i++) {
                LayerSpec spec = specs.get(i);
                LayerMeasure measure = measures.get(i);
                LayerBlob blob = new LayerBlob(spec, measure, tree, threads);
                work.add(() -> push(client, access.repository(), measure, blob, log));
            }
            return threads.all(work);
        }
    }

    private static PushedLayer push(
            RegistryClient client,
            ImageReference repository,
            LayerMeasure measure,
            LayerBlob blob,
            Consumer<String> log)
            throws IOException, InterruptedException {
        if (measure.blobDigest() != null) {
            Descriptor known = new Descriptor(MediaTypes.OCI_LAYER_GZIP, measure.blobDigest(), measure.blobBytes());
            if (client.hasBlob(repository, known)) {
                return new PushedLayer(measure, known, false);
            }
        }
        Descriptor pushed = client.uploads().blob(repository, MediaTypes.OCI_LAYER_GZIP, blob);
        log.accept(String.format(java.util.Locale.ROOT, "Pushed %s, %.1f MB", measure.name(), pushed.size() / 1e6));
        return new PushedLayer(measure, pushed, true);
    }
}
