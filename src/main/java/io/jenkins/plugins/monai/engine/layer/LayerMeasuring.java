package io.jenkins.plugins.monai.engine.layer;

import io.jenkins.plugins.monai.engine.source.SourceTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Goes through the files of layers where they lie, and says what the layers will be. */
public final class LayerMeasuring implements SourceTree.Work<ArrayList<LayerMeasure>> {

    private static final long serialVersionUID = 1L;

    /** Bytes up to which a layer is compressed only to know its digest. */
    private static final long SMALL = 16 << 20;

    private final ArrayList<LayerSpec> specs;

    public LayerMeasuring(List<LayerSpec> specs) {
        this.specs = new ArrayList<>(specs);
    }

    @Override
    public ArrayList<LayerMeasure> on(SourceTree tree, Consumer<String> log) throws IOException, InterruptedException {
        try (LayerThreads threads = new LayerThreads()) {
            List<Callable<LayerMeasure>> work = new ArrayList<>();
            specs.forEach(spec -> work.add(() -> measure(spec, LayerFiles.of(spec, tree), threads)));
            return threads.all(work);
        }
    }

    private static LayerMeasure measure(LayerSpec spec, Collection<LayerFile> files, LayerThreads threads)
            throws IOException, InterruptedException {
        int level = Compression.level(files);
        long size = files.stream().mapToLong(LayerFile::size).sum();
        DigestStream tar = new DigestStream(threads.pumps());
        if (level != Compression.STORE && size > SMALL) {
            LayerTar.write(files, tar);
            return new LayerMeasure(spec.name(), tar.digest(), tar.count(), level, null, 0);
        }
        DigestStream blob = new DigestStream(threads.pumps());
        try (ParallelGzip gzip = new ParallelGzip(blob, level, threads.blocks(), threads.depth())) {
            LayerTar.write(files, new BothStreams(tar, gzip));
        }
        return new LayerMeasure(spec.name(), tar.digest(), tar.count(), level, blob.digest(), blob.count());
    }
}
