package io.jenkins.plugins.monai.engine.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.monai.engine.aws.json.JsonClient;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The account's quotas in the region.
 *
 * @see <a href="https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html">
 *     GetServiceQuota</a>
 */
public final class AccountQuotas {

    private final JsonClient client;

    AccountQuotas(JsonClient client) {
        this.client = client;
    }

    /**
     * {@link AwsCall#GET_SERVICE_QUOTA}.
     *
     * @param service {@code ec2}
     * @param quota its code: {@code L-DB2E81BA}
     * @return in the quota's own unit; empty where the answer has no number
     * @throws software.amazon.awssdk.core.exception.SdkException as of the SDK's clients
     */
    public OptionalDouble value(String service, String quota) {
        JsonNode value = client.call("GetServiceQuota", Map.of("ServiceCode", service, "QuotaCode", quota))
                .path("Quota")
                .path("Value");
        return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
    }
}
