package io.jenkins.plugins.monai.engine.map.verification;

import io.jenkins.plugins.monai.engine.map.MapCheck;
import io.jenkins.plugins.monai.engine.map.PkgManifest;
import io.jenkins.plugins.monai.engine.map.layer.LayerEntry;
import io.jenkins.plugins.monai.engine.map.verification.ImageFiles.Presence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Rows 16 and 17: what must be where, by "Application" and "Supplemental Application Files". */
final class ContentChecks {

    private ContentChecks() {}

    static void check(MapImage image, Findings findings) throws IOException, InterruptedException {
        application(image, findings);
        models(image, findings);
    }

    /** Asked last: what was read for the other checks decides, and nothing is read for this alone. */
    static void checkDocs(MapImage image, Findings findings) {
        if (image.files().findRead(image.layout().docs()).isEmpty()) {
            findings.info(MapCheck.DOCS, "no " + image.layout().docs() + "/ was found in the layers that were read");
        }
    }

    private static void application(MapImage image, Findings findings) throws IOException, InterruptedException {
        List<String> problems = new ArrayList<>();
        String folder = image.layout().application();
        if (image.files().hasChildren(folder) == Presence.ABSENT) {
            problems.add("there is no application in " + folder + "/");
        }
        String root = image.pkg().applicationRoot();
        if (root.startsWith("/") && !below(root, folder)) {
            problems.add("the application is in " + Findings.shown(root) + ", outside " + folder + "/");
        }
        findings.warn(MapCheck.CONTENT, problems);
    }

    private static void models(MapImage image, Findings findings) throws IOException, InterruptedException {
        List<String> problems = new ArrayList<>();
        for (PkgManifest.Model model : image.pkg().models()) {
            if (image.files().presence(model.path()) == Presence.ABSENT) {
                problems.add(
                        "the model " + Findings.shown(model.name()) + " is not at " + Findings.shown(model.path()));
            }
        }
        String folder = image.layout().models();
        for (String child : image.files().children(folder)) {
            if (!image.files().findRead(child).map(LayerEntry::isDirectory).orElse(true)) {
                problems.add("/" + child + " is in no folder of its own below " + folder + "/");
            }
        }
        findings.warn(MapCheck.CONTENT, problems);
    }

    private static boolean below(String path, String folder) {
        return (path + "/").startsWith(folder + "/");
    }
}
