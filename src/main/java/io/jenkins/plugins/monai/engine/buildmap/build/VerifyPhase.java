package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.buildmap.repository.MapRegistry;
import io.jenkins.plugins.monai.engine.buildmap.repository.RegistryFailures;
import io.jenkins.plugins.monai.engine.map.VerificationReport;
import io.jenkins.plugins.monai.engine.map.verification.MapVerifier;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;
import io.jenkins.plugins.monai.engine.registry.ImageReference;
import java.io.IOException;

/** Reads the image back from the registry and goes through the MAP checklist. */
final class VerifyPhase implements Phase<BuildMapContext> {

    @Override
    public String name() {
        return "VERIFY";
    }

    @Override
    public Advance advance(BuildMapContext context) throws OperationException, InterruptedException {
        MapRegistry registry = context.registry();
        ImageReference image = registry.imageByDigest(context.state().imageDigest());
        VerificationReport report;
        try {
            report = MapVerifier.verify(registry.client(), image).shown(context.log()::shown);
        } catch (IOException e) {
            throw RegistryFailures.explain(image, e);
        }
        context.state().verification(report);
        report.lines().forEach(context.log()::line);
        if (report.getErrorCount() > 0) {
            throw new OperationException(
                    image + " is no MAP that can run: " + report.getErrorCount() + " ERROR(s) in the MAP checklist",
                    "Mend what the lines above say, in the application or in app.yaml");
        }
        FoundationTag.move(context);
        return Advance.done();
    }
}
