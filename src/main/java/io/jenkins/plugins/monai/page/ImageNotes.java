package io.jenkins.plugins.monai.page;

import hudson.model.Run;
import io.jenkins.plugins.monai.engine.operation.Uninterrupted;
import io.jenkins.plugins.monai.engine.snapshot.OperationSnapshot;
import java.io.IOException;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What Jenkins itself is told of an image that a build has made or has run: fingerprint and description. */
final class ImageNotes {

    private static final Logger LOGGER = Logger.getLogger(ImageNotes.class.getName());

    private ImageNotes() {}

    /** A note that cannot be written fails no build. */
    static void write(Run<?, ?> build, OperationSnapshot operation, Map<String, String> outputs) {
        String image = outputs.get("imageUri");
        String digest = outputs.get("imageDigest");
        if (image == null || digest == null) {
            return;
        }
        try {
            Uninterrupted.write(() -> {
                if (BuiltMap.isIn(outputs)) {
                    ImageFingerprint.made(build, image, digest);
                    DeployAction.of(build).describe(MapDescription.line(operation, outputs));
                } else {
                    ImageFingerprint.used(build, image, digest);
                }
            });
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Notes of " + digest + " in " + build, e);
        }
    }
}
