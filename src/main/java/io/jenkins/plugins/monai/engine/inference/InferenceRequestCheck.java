package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.cost.PriceTable;
import io.jenkins.plugins.monai.engine.machine.MachineSpecCheck;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.NumberParameter;
import io.jenkins.plugins.monai.engine.parameter.TextParameter;

/** What can be said of a request without asking anybody. */
public final class InferenceRequestCheck {

    private InferenceRequestCheck() {}

    /** @throws OperationException a value cannot be right; the message names its parameter */
    public static void check(InferenceRequest request) throws OperationException {
        checkPlace(request.region(), request.bucket(), request.functionName());
        MapReference.check(request.map());
        PriceTable.check(request.priceOverrides());
        request.prefixes().check();
        request.limits().check();
        TextParameter.FUNCTION_ROLE.check(request.functionRole());
        if (request.machine().instanceProfile() == null) {
            throw new OperationException(
                    "'instanceProfile' is missing",
                    "Name the instance profile with which the inference machine reads the bucket and pulls the MAP");
        }
        TextParameter.KMS_KEY.checkOptional(request.kmsKey());
        TextParameter.FAILURE_DESTINATION.checkOptional(request.failureDestination());
        if (request.healthImaging() != null) {
            request.healthImaging().check();
        }
        MachineSpecCheck.check(request.machine());
        NumberParameter.SLOTS.check(request.slots());
        TextParameter.WORK_FOLDER.checkOptional(request.workFolder());
        NumberParameter.IDLE_MINUTES.check(request.idleMinutes());
        NumberParameter.MAXIMUM_MINUTES.check(request.maximumMinutes());
    }

    public static void checkPlace(String region, String bucket, String functionName) throws OperationException {
        TextParameter.REGION.check(region);
        TextParameter.BUCKET.check(bucket);
        TextParameter.FUNCTION_NAME.check(functionName);
    }
}
