package io.jenkins.plugins.monai.demo;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.services.s3.S3Client;

/** A CT series out of the real CT image that pydicom brings along, and its archive. */
final class CtStudy {

    private static final String PYTHON = ".venv/aws/bin/python";
    private static final String SLICES = "12";

    private final Path folder;
    private final Path archive;

    private CtStudy(Path folder, Path archive) {
        this.folder = folder;
        this.archive = archive;
    }

    static CtStudy make(Path place) throws IOException, OperationException, InterruptedException {
        Path series = Files.createDirectories(place).resolve("series");
        run("examples/ct-threshold/tests/make_series.py", series.toString(), "--slices", SLICES);
        Path archive = place.resolve("dcm.zip");
        try (OutputStream out = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> files = Files.list(series)) {
            for (Path file : files.sorted().toList()) {
                zip.putNextEntry(new ZipEntry("series/" + file.getFileName()));
                Files.copy(file, zip);
            }
        }
        return new CtStudy(series, archive);
    }

    Path archive() {
        return archive;
    }

    /** Opens the segmentations among the results and compares their UIDs with the study's. */
    void check(S3Client s3, String bucket, List<String> resultKeys)
            throws IOException, OperationException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("src/dev/check_seg.py", folder.toString()));
        for (String key : resultKeys.stream().filter(k -> k.contains("/dicom/")).toList()) {
            Path copy = folder.resolveSibling(key.substring(key.lastIndexOf('/') + 1));
            Files.write(
                    copy, s3.getObjectAsBytes(r -> r.bucket(bucket).key(key)).asByteArray());
            arguments.add(copy.toString());
        }
        run(arguments.toArray(String[]::new));
    }

    private static void run(String... arguments) throws IOException, OperationException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PYTHON));
        command.addAll(List.of(arguments));
        int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new OperationException(arguments[0] + " exited with " + exit, "See what it printed above").in("DEMO");
        }
    }
}
