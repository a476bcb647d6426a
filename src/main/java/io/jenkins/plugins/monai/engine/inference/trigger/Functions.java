package io.jenkins.plugins.monai.engine.inference.trigger;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.machine.StandingIdentity;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** The function on Lambda: found, and known to be ours. */
final class Functions {

    private final AwsClients aws;
    private final String name;

    Functions(AwsClients aws, String name) {
        this.aws = aws;
        this.name = name;
    }

    Optional<GetFunctionResponse> find() throws OperationException, InterruptedException {
        return AwsErrors.call(AwsCall.GET_FUNCTION, () -> {
            try {
                return Optional.of(aws.lambda().getFunction(r -> r.functionName(name)));
            } catch (ResourceNotFoundException e) {
                return Optional.<GetFunctionResponse>empty();
            }
        });
    }

    /**
     * Nothing is ever changed on a function that something else has made, or that serves another bucket.
     *
     * @throws OperationException there is such a function
     */
    void checkOwner(String bucket) throws OperationException, InterruptedException {
        Optional<GetFunctionResponse> found = find();
        if (found.isEmpty()) {
            return;
        }
        if (!name.equals(found.get().tags().get(StandingIdentity.TAG))) {
            throw new OperationException(
                    "There is a function '" + name + "' that this plugin has not made: it lacks the tag "
                            + StandingIdentity.TAG,
                    "Choose another functionName, or delete that function if it is out of use");
        }
        String serves = environment(found.get().configuration()).get(FunctionSpec.BUCKET);
        if (serves != null && !serves.equals(bucket)) {
            throw new OperationException(
                    "The function '" + name + "' serves the bucket '" + serves + "'",
                    "Choose another functionName for '" + bucket
                            + "', or take the function away with monaiRemoveInference first");
        }
    }

    /** Warns of a function that is never invoked, as its reserved concurrency is 0: somebody may have paused it. */
    public void warnOfPause(EngineLog log) throws OperationException, InterruptedException {
        Optional<GetFunctionResponse> found = find();
        boolean paused = found.isPresent()
                && found.get().concurrency() != null
                && Objects.equals(found.get().concurrency().reservedConcurrentExecutions(), 0);
        if (paused) {
            log.line("WARNING: the reserved concurrency of the function '" + name + "' is 0, so it never runs: uploads"
                    + " wait under the input prefix, and the first sweep takes them once the concurrency is raised or"
                    + " removed (Lambda console, Configuration, Concurrency)");
        }
    }

    static Map<String, String> environment(FunctionConfiguration configuration) {
        return configuration.environment() == null
                ? Map.of()
                : configuration.environment().variables();
    }

    /** The newest published version, a number. */
    Optional<String> latestVersion() throws OperationException, InterruptedException {
        return AwsErrors.call(
                AwsCall.LIST_VERSIONS,
                () -> aws.lambda().listVersionsByFunctionPaginator(r -> r.functionName(name)).versions().stream()
                        .map(FunctionConfiguration::version)
                        .filter(v -> v.matches("\\d+"))
                        .max(Comparator.comparingLong(Long::parseLong)));
    }
}
