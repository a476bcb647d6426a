package io.jenkins.plugins.monai.engine.layer;

import io.jenkins.plugins.monai.engine.registry.ImageReference;
import io.jenkins.plugins.monai.engine.source.LocalSourceTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Pushes paths of a folder as a layer each and prints what it took: {@code FOLDER REGISTRY REPOSITORY USER PASSWORD
 * PATH...}; {@code -} for no user. For measurements, and for tests of what it needs of memory.
 */
public final class LayerPushMain {

    private LayerPushMain() {}

    public static void main(String[] args) throws Exception {
        LocalSourceTree tree = new LocalSourceTree(Path.of(args[0]));
        ImageReference repository = ImageReference.of(args[1], args[2]);
        boolean anonymous = args[3].equals("-");
        RegistryAccess access =
                new RegistryAccess(repository, anonymous ? null : args[3], anonymous ? null : args[4], null);
        List<LayerSpec> specs = new ArrayList<>();
        for (String path : List.of(args).subList(5, args.length)) {
            specs.add(LayerSpec.of(path).source("opt/holoscan/models/" + path, path));
        }
        long begun = System.nanoTime();
        List<LayerMeasure> measures = new LayerMeasuring(specs).on(tree, System.out::println);
        long measured = System.nanoTime();
        for (PushedLayer layer : new LayerPushing(access, specs, measures).on(tree, System.out::println)) {
            System.out.printf(
                    Locale.ROOT,
                    "%s %s %d bytes, level %d, %s%n",
                    layer.measure().name(),
                    layer.blob().digest(),
                    layer.blob().size(),
                    layer.measure().level(),
                    layer.sent() ? "sent" : "was there");
        }
        System.out.printf(
                Locale.ROOT,
                "measured in %.2f s, all in %.2f s%n",
                (measured - begun) / 1e9,
                (System.nanoTime() - begun) / 1e9);
    }
}
