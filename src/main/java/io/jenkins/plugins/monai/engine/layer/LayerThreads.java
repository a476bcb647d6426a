package io.jenkins.plugins.monai.engine.layer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The threads that layers are made with: some for the layers beside each other, one a processor for their blocks. */
final class LayerThreads implements AutoCloseable {

    /** Layers that are worked at beside each other: each holds some blocks in memory. */
    private static final int LAYERS = 3;

    private final ExecutorService layers = Executors.newFixedThreadPool(LAYERS, LayerThreads::daemon);
    private final ExecutorService blocks = Executors.newFixedThreadPool(processors(), LayerThreads::daemon);
    private final ExecutorService pumps = Executors.newCachedThreadPool(LayerThreads::daemon);

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "Layers of a MAP");
        thread.setDaemon(true);
        return thread;
    }

    Executor blocks() {
        return blocks;
    }

    /** For what waits for blocks or feeds a stream. */
    Executor pumps() {
        return pumps;
    }

    /** Blocks of a layer that may be held in memory. */
    int depth() {
        return processors() + 2;
    }

    /** Does pieces of work beside each other, and gives what came of them in their order. The first failure ends it. */
    <T> ArrayList<T> all(List<Callable<T>> work) throws IOException, InterruptedException {
        List<Future<T>> running = new ArrayList<>();
        work.forEach(piece -> running.add(layers.submit(piece)));
        try {
            ArrayList<T> results = new ArrayList<>();
            for (Future<T> piece : running) {
                results.add(piece.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedIOException || e.getCause() instanceof InterruptedException) {
                throw new InterruptedException("interrupted while the layers were made");
            }
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } finally {
            running.forEach(piece -> piece.cancel(true));
        }
    }

    @Override
    public void close() {
        layers.shutdownNow();
        blocks.shutdownNow();
        pumps.shutdownNow();
    }
}
