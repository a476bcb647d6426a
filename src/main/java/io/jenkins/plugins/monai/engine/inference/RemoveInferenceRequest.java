package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.aws.Endpoints;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.AccountParameters;
import io.jenkins.plugins.monai.engine.parameter.Values;
import java.io.Serializable;
import java.util.Objects;

/** Which installation is to be taken away. Immutable. */
public final class RemoveInferenceRequest implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String region;
    private final String bucket;
    private final String functionName;
    private final Prefixes prefixes;
    private final Endpoints endpoints;

    private RemoveInferenceRequest(Values values) {
        this.region = Objects.requireNonNull(values.get(AccountParameters.REGION), "region");
        this.bucket = Objects.requireNonNull(values.get(InferenceParameters.BUCKET), "bucket");
        this.functionName = values.get(InferenceParameters.FUNCTION_NAME);
        this.prefixes = Prefixes.of(values);
        this.endpoints = Endpoints.of(values.get(AccountParameters.ENDPOINTS));
    }

    /**
     * @param values of {@link InferenceParameters#REMOVE}
     * @throws NullPointerException region or bucket is missing; the message names it
     */
    public static RemoveInferenceRequest of(Values values) {
        return new RemoveInferenceRequest(values);
    }

    /** @throws OperationException a value cannot be right; the message names its parameter */
    public void check() throws OperationException {
        AccountParameters.REGION.check(region);
        InferenceParameters.BUCKET.check(bucket);
        InferenceParameters.FUNCTION_NAME.check(functionName);
        prefixes.check();
    }

    public String region() {
        return region;
    }

    public String bucket() {
        return bucket;
    }

    public String functionName() {
        return functionName;
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    public Prefixes prefixes() {
        return prefixes;
    }
}
