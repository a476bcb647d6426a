package io.jenkins.plugins.monai.steps;

import static io.jenkins.plugins.monai.steps.StepDefaults.first;
import static io.jenkins.plugins.monai.steps.StepDefaults.required;

import hudson.AbortException;
import hudson.EnvVars;
import io.jenkins.plugins.monai.config.InferenceDefaults;
import io.jenkins.plugins.monai.engine.inference.RemoveInferenceRequest;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.execution.RemoveInferenceTask;

/** Turns what {@code monaiRemoveInference} was given into a request of the engine. */
final class RemoveInferenceRequests {

    private RemoveInferenceRequests() {}

    /** @throws AbortException a value is missing or cannot be right */
    static RemoveInferenceTask of(RemoveInferenceStep step, String job, EnvVars environment) throws AbortException {
        return StepDefaults.complete(
                step,
                job,
                environment,
                defaults -> new RemoveInferenceTask(defaults.access(), request(step, defaults)));
    }

    private static RemoveInferenceRequest request(RemoveInferenceStep step, StepDefaults defaults)
            throws OperationException {
        InferenceDefaults inference = defaults.profile().getInference();
        return new RemoveInferenceRequest(
                defaults.region(),
                required("bucket", first(step.getBucket(), inference.getBucket())),
                step.getFunctionName(),
                first(step.getLedgerPrefix(), inference.getLedgerPrefix()),
                defaults.endpoints());
    }
}
