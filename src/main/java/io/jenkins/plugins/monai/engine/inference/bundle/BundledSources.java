package io.jenkins.plugins.monai.engine.inference.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The Python sources that came with this program: those of the function and those of the runner. */
public final class BundledSources {

    private static final String ROOT = BundledSources.class.getPackageName().replace('.', '/') + "/lambda/";

    private BundledSources() {}

    /** Below {@code lambda/}: {@code shared}, {@code trigger} or {@code runner}. By the path below that folder. */
    public static SortedMap<String, byte[]> folder(String name) {
        String prefix = ROOT + name + "/";
        try {
            SortedMap<String, byte[]> files = new TreeMap<>();
            for (String path : paths(prefix)) {
                files.put(path, read(prefix + path));
            }
            if (files.isEmpty()) {
                throw new IllegalStateException("The program came without " + prefix);
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a class path's folder of classes, or of a jar. */
    private static List<String> paths(String prefix) throws IOException {
        URL folder = BundledSources.class.getClassLoader().getResource(prefix);
        if (folder == null) {
            return List.of();
        }
        URLConnection connection = folder.openConnection();
        if (connection instanceof JarURLConnection jar) {
            jar.setUseCaches(false);
            try (JarFile file = jar.getJarFile()) {
                return file.stream()
                        .filter(e -> !e.isDirectory() && e.getName().startsWith(prefix))
                        .map(e -> e.getName().substring(prefix.length()))
                        .toList();
            }
        }
        Path root = Path.of(URI.create(folder.toString()));
        List<String> paths = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(root)) {
            walk.filter(Files::isRegularFile)
                    .map(p -> root.relativize(p).toString().replace('\\', '/'))
                    .forEach(paths::add);
        }
        return paths;
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream in = BundledSources.class.getClassLoader().getResourceAsStream(resource)) {
            return in.readAllBytes();
        }
    }
}
