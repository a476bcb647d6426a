package io.jenkins.plugins.monai.signatures;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The hand-written signatures of the build from Maven Central, compiled and loaded apart from the genuine classes. */
final class Signatures implements AutoCloseable {

    private static final Path SOURCES = Path.of("central/signatures/src/main/java");

    private final Path classes;
    private final Loader loader;

    private Signatures(Path classes) throws IOException {
        this.classes = classes;
        this.loader = new Loader(classes);
    }

    /**
     * @param folder for the compiled classes
     * @param constants gets {@code Type.field} of each instance field whose value the compiler would copy into its users
     */
    static Signatures compile(Path folder, List<String> constants) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<File> sources = files(SOURCES, ".java").map(Path::toFile).toList();
            List<String> options =
                    List.of("-d", folder.toString(), "-sourcepath", SOURCES.toString(), "-classpath", classPath());
            JavaCompiler.CompilationTask task =
                    compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromFiles(sources));
            task.setProcessors(List.of(new Constants(constants)));
            if (!task.call()) {
                throw new IOException("The signatures do not compile");
            }
        }
        return new Signatures(folder);
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static Stream<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of them, nested ones too. */
    List<Class<?>> types() throws ClassNotFoundException {
        List<Class<?>> types = new ArrayList<>();
        for (Path file : files(classes, ".class").sorted().toList()) {
            String name = classes.relativize(file).toString().replace(File.separatorChar, '.');
            types.add(loader.loadClass(name.substring(0, name.length() - ".class".length())));
        }
        return types;
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }

    /** Prefers the signatures to the genuine classes of the same names. */
    private static final class Loader extends URLClassLoader {

        Loader(Path classes) throws IOException {
            super(new URL[] {classes.toUri().toURL()}, Signatures.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                return findResource(name.replace('.', '/') + ".class") == null
                        ? super.loadClass(name, resolve)
                        : findClass(name);
            }
        }
    }
}
