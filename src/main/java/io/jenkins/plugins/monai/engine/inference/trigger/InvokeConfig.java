package io.jenkins.plugins.monai.engine.inference.trigger;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.inference.InferenceContext;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.model.DestinationConfig;
import software.amazon.awssdk.services.lambda.model.GetFunctionEventInvokeConfigResponse;
import software.amazon.awssdk.services.lambda.model.OnFailure;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** How often Lambda tries an event again that the function failed on, and who hears of it in the end. */
final class InvokeConfig {

    private static final int RETRIES = 2;
    private static final int MAX_AGE_SECONDS = 21_600;

    private final InferenceContext context;
    private final String function;
    private final String destination;

    InvokeConfig(InferenceContext context) {
        this.context = context;
        this.function = context.request().functionName();
        this.destination = context.request().failureDestination();
    }

    /** @return whether something was changed */
    boolean ensure() throws OperationException, InterruptedException {
        Optional<GetFunctionEventInvokeConfigResponse> current = AwsErrors.call(AwsCall.GET_INVOKE_CONFIG, this::read);
        if (current.map(this::isRight).orElse(false)) {
            return false;
        }
        AwsErrors.call(
                AwsCall.PUT_INVOKE_CONFIG,
                () -> context.aws()
                        .lambda()
                        .putFunctionEventInvokeConfig(r -> r.functionName(function)
                                .maximumRetryAttempts(RETRIES)
                                .maximumEventAgeInSeconds(MAX_AGE_SECONDS)
                                .destinationConfig(
                                        destination == null
                                                ? null
                                                : DestinationConfig.builder()
                                                        .onFailure(f -> f.destination(destination))
                                                        .build())));
        return true;
    }

    private Optional<GetFunctionEventInvokeConfigResponse> read() {
        try {
            return Optional.of(context.aws().lambda().getFunctionEventInvokeConfig(r -> r.functionName(function)));
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    private boolean isRight(GetFunctionEventInvokeConfigResponse current) {
        String onFailure = Optional.ofNullable(current.destinationConfig())
                .map(DestinationConfig::onFailure)
                .map(OnFailure::destination)
                .orElse(null);
        return Objects.equals(current.maximumRetryAttempts(), RETRIES)
                && Objects.equals(current.maximumEventAgeInSeconds(), MAX_AGE_SECONDS)
                && Objects.equals(onFailure, destination);
    }
}
