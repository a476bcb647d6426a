package io.jenkins.plugins.monai.page;

import io.jenkins.plugins.monai.engine.snapshot.OperationSnapshot;
import io.jenkins.plugins.monai.engine.text.ForeignText;
import java.util.Map;
import java.util.Optional;

/** What the description of a build says of the MAPs that it made. */
final class MapDescription {

    private static final int MAX = 500;

    private MapDescription() {}

    /** {@code Spleen Segmentation 1.0.0 (sha256:0123456789ab)}; the image's name where the MAP has no title. */
    static String line(OperationSnapshot operation, Map<String, String> outputs) {
        String title = operation.getVerification() == null ? "" : MapTitle.of(operation.getVerification());
        String name = title.isEmpty() ? ShortNames.image(outputs.get("imageUri")) : title;
        return name + " (" + ShortNames.of(outputs.get("imageDigest")) + ")";
    }

    /**
     * @param current the build's description, null or empty for none
     * @param ours what was written here before, null for nothing
     * @return the new one; empty where there is nothing to change, as people's own words stay
     */
    static Optional<String> next(String current, String ours, String line) {
        boolean empty = current == null || current.isBlank();
        if (!empty && !current.equals(ours)) {
            return Optional.empty();
        }
        if (empty) {
            return ours == null ? Optional.of(line) : Optional.empty();
        }
        boolean said = current.contains(line);
        return said ? Optional.empty() : Optional.of(ForeignText.line(current + "; " + line, MAX));
    }
}
