package io.jenkins.plugins.monai.engine.inference.host;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.monai.engine.inference.HealthImagingStore;
import io.jenkins.plugins.monai.engine.inference.InferenceRequest;
import io.jenkins.plugins.monai.engine.inference.InferenceState;
import io.jenkins.plugins.monai.engine.text.Json;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The runner's settings on the machine, by the names that {@code lambda/README.md} has for them. */
final class RunnerSettings {

    /** The services that the runner calls, by their signing names. */
    private static final Set<String> SERVICES = Set.of("ec2", "ecr", "s3", "medical-imaging");

    private RunnerSettings() {}

    static ObjectNode of(InferenceRequest request, InferenceState state) {
        ObjectNode settings = Json.MAPPER.createObjectNode();
        settings.put("bucket", request.bucket());
        settings.put("bucketOwner", state.account().id());
        settings.put("region", request.region());
        settings.put("image", state.image());
        settings.put("inputPrefix", request.prefixes().input());
        settings.put("resultsPrefix", request.prefixes().results());
        settings.put("inferredPrefix", request.prefixes().inferred());
        settings.put("failedPrefix", request.prefixes().failed());
        settings.put("ledgerPrefix", request.prefixes().ledger());
        settings.put("gpu", request.gpu());
        settings.put("network", request.network());
        settings.put("slots", request.slots());
        if (request.workFolder() != null) {
            settings.put("workFolder", request.workFolder());
        }
        settings.put("idleMinutes", request.idleMinutes());
        settings.put("requireDeidentified", request.requireDeidentified());
        settings.putObject("limits")
                .put("bytes", request.limits().bytes())
                .put("files", request.limits().files())
                .put("minutes", request.limits().minutes());
        settings.putObject("encryption")
                .put("algorithm", state.encryption().algorithm())
                .put("kmsKey", state.encryption().kmsKey());
        HealthImagingStore store = request.healthImaging();
        if (store != null) {
            settings.putObject("healthImaging")
                    .put("datastoreId", store.datastoreId())
                    .put("dataAccessRoleArn", state.account().roleArn(store.dataAccessRole()));
        }
        return settings;
    }

    /**
     * Where the runner finds AWS when it is not where it usually is.
     *
     * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html">Service-specific
     *     endpoints</a>
     */
    static Map<String, String> environment(InferenceRequest request) {
        Map<String, String> environment = new TreeMap<>();
        request.endpoints().toMap().forEach((key, value) -> {
            if (key.equals("aws")) {
                environment.put("AWS_ENDPOINT_URL", value);
            } else if (SERVICES.contains(key)) {
                environment.put("AWS_ENDPOINT_URL_" + key.replace('-', '_').toUpperCase(Locale.ROOT), value);
            }
        });
        return environment;
    }
}
