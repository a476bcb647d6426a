package io.jenkins.plugins.monai.steps;

import static io.jenkins.plugins.monai.steps.AwsStepDescriptor.put;

import io.jenkins.plugins.monai.config.AwsProfile;
import io.jenkins.plugins.monai.config.InferenceDefaults;
import io.jenkins.plugins.monai.engine.inference.InferenceRequest;
import io.jenkins.plugins.monai.engine.inference.Prefixes;
import io.jenkins.plugins.monai.engine.inference.StudyLimits;
import java.util.Map;

/** What the fields of the steps for inference stand for where they are left empty. */
final class InferenceFields {

    private InferenceFields() {}

    static void defaults(AwsProfile profile, Map<String, String> defaults) {
        put(defaults, "functionName", InferenceRequest.DEFAULT_FUNCTION_NAME);
        put(defaults, "slots", InferenceRequest.DEFAULT_SLOTS);
        put(defaults, "idleMinutes", InferenceRequest.DEFAULT_IDLE_MINUTES);
        studies(defaults);
        InferenceDefaults inference = profile.getInference();
        folders(inference, defaults);
        put(defaults, "bucket", inference.getBucket());
        put(defaults, "functionRole", inference.getFunctionRole());
        put(defaults, "kmsKey", inference.getKmsKey());
        put(defaults, "failureDestination", inference.getFailureDestination());
        put(defaults, "healthImagingDatastore", inference.getHealthImagingDatastore());
        put(defaults, "healthImagingRole", inference.getHealthImagingRole());
        put(defaults, "instanceTypes", inference.getInstanceTypes());
        put(defaults, "ami", inference.getAmi());
        put(defaults, "volumeGiB", inference.getVolumeGiB());
        put(defaults, "instanceProfile", inference.getInstanceProfile());
        put(defaults, "securityGroup", inference.getSecurityGroup());
        put(defaults, "idleMinutes", inference.getIdleMinutes());
        put(defaults, "maximumMinutes", inference.getMaximumMinutes());
    }

    private static void studies(Map<String, String> defaults) {
        StudyLimits limits = StudyLimits.defaults();
        put(defaults, "maxStudyBytes", limits.bytes());
        put(defaults, "maxStudyFiles", limits.files());
        put(defaults, "maxStudyMinutes", limits.minutes());
    }

    private static void folders(InferenceDefaults inference, Map<String, String> defaults) {
        Prefixes prefixes = new Prefixes(
                inference.getInputPrefix(),
                inference.getResultsPrefix(),
                inference.getInferredPrefix(),
                inference.getFailedPrefix(),
                inference.getLedgerPrefix());
        put(defaults, "inputPrefix", prefixes.input());
        put(defaults, "resultsPrefix", prefixes.results());
        put(defaults, "inferredPrefix", prefixes.inferred());
        put(defaults, "failedPrefix", prefixes.failed());
        put(defaults, "ledgerPrefix", prefixes.ledger());
    }
}
