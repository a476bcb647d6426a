package io.jenkins.plugins.monai.engine.aws.json;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.RequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkRequest;

/** A request of an operation, as those see it that listen to the SDK's calls. */
final class JsonRequest extends SdkRequest {

    private final String operation;
    private final Map<String, Object> parameters;

    JsonRequest(String operation, Map<String, Object> parameters) {
        this.operation = operation;
        this.parameters = Map.copyOf(parameters);
    }

    /** The operation's name in the service's API reference. */
    public String operation() {
        return operation;
    }

    Map<String, Object> parameters() {
        return parameters;
    }

    @Override
    public <T> Optional<T> getValueForField(String name, Class<T> type) {
        return Optional.ofNullable(parameters.get(name)).map(type::cast);
    }

    /** None: the values are no members of a class. */
    @Override
    public List<SdkField<?>> sdkFields() {
        return List.of();
    }

    @Override
    public Optional<RequestOverrideConfiguration> overrideConfiguration() {
        return Optional.empty();
    }

    @Override
    public Builder toBuilder() {
        throw new UnsupportedOperationException("a request is sent as it was made");
    }

    @Override
    public String toString() {
        return operation + parameters;
    }
}
