package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.aws.Endpoints;
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

    /**
     * @param functionName null for the default of {@link InferenceRequest}
     * @param ledgerPrefix null for the default of {@link Prefixes}
     * @param endpoints null for AWS as it is
     * @throws NullPointerException region or bucket is missing; the message names it
     */
    public RemoveInferenceRequest(
            String region, String bucket, String functionName, String ledgerPrefix, Endpoints endpoints) {
        this.region = Objects.requireNonNull(region, "region");
        this.bucket = Objects.requireNonNull(bucket, "bucket");
        this.functionName = functionName == null ? InferenceRequest.DEFAULT_FUNCTION_NAME : functionName;
        this.prefixes = new Prefixes(null, null, null, null, ledgerPrefix);
        this.endpoints = endpoints == null ? Endpoints.none() : endpoints;
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
