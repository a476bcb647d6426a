package io.jenkins.plugins.monai.page;

import io.jenkins.plugins.monai.engine.map.VerificationReport;
import io.jenkins.plugins.monai.engine.text.ForeignText;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A MAP by the title and version of its application manifest. */
final class MapTitle {

    private MapTitle() {}

    /** {@code Spleen Segmentation 1.0.0}; empty where the manifest has no title. */
    static String of(VerificationReport report) {
        String title = report.getSubject().getTitle();
        return title == null || title.isBlank()
                ? ""
                : Stream.of(title, report.getSubject().getVersion())
                        .filter(Objects::nonNull)
                        .map(ForeignText::value)
                        .collect(Collectors.joining(" "))
                        .strip();
    }
}
