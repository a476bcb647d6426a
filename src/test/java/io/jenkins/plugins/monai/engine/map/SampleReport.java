package io.jenkins.plugins.monai.engine.map;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.registry.ImageReference;
import java.util.List;

/** A report for tests of what keeps reports. */
public final class SampleReport {

    private SampleReport() {}

    /** With a finding of each level. */
    public static VerificationReport of(String image) throws OperationException {
        return new VerificationReport(
                new VerificationSubject(ImageReference.parse(image), "sha256:" + "0".repeat(64)),
                List.of(
                        new Finding(Finding.Level.WARN, MapCheck.VERSION, "no semantic version"),
                        new Finding(Finding.Level.ERROR, MapCheck.EXIT_CODE, "it is lost"),
                        new Finding(Finding.Level.INFO, MapCheck.EXIT_CODE, "not looked at")));
    }
}
