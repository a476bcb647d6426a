package io.jenkins.plugins.monai.lab;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A row of the fault matrix, counted in the laboratory when the case is over.
 *
 * @param outcome what happened
 * @param left resources that nobody takes away
 * @param lost what an operation says that it has made or done, and is not there
 * @param duplicated what there is once more than it was asked for
 */
public record FaultRow(
        String operation,
        String phase,
        String fault,
        String outcome,
        int left,
        int lost,
        int duplicated,
        double seconds) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** All of the matrix is asked for, not only what stands for each kind. */
    public static boolean allAreWanted() {
        return System.getenv("MONAI_FAULTS") != null;
    }

    /** Appends the row to the file that {@code MONAI_FAULTS_RESULTS} names, as a line of JSON. */
    public void write() {
        String file = System.getenv("MONAI_FAULTS_RESULTS");
        if (file == null) {
            return;
        }
        ObjectNode row = JSON.createObjectNode()
                .put("operation", operation)
                .put("phase", phase)
                .put("fault", fault)
                .put("outcome", outcome)
                .put("left", left)
                .put("lost", lost)
                .put("duplicated", duplicated)
                .put("seconds", Math.round(seconds * 10) / 10.0);
        try {
            Files.write(
                    Path.of(file),
                    (row + "\n").getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
