package io.jenkins.plugins.monai.engine.aws.json;

import java.net.URI;
import java.util.Locale;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;

/**
 * The services that are called without a module of the SDK: no plugin brings theirs, and one that is bundled would not be
 * of the version of the SDK that the plugins bring.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/CommonParameters.html">EventBridge API</a>
 * @see <a href="https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/Welcome.html">Service Quotas API</a>
 */
public enum JsonService {
    EVENT_BRIDGE("EventBridge", "events", "AWSEvents"),
    SERVICE_QUOTAS("Service Quotas", "servicequotas", "ServiceQuotasV20190624");

    private final String id;
    private final String signingName;
    private final String targetPrefix;

    JsonService(String id, String signingName, String targetPrefix) {
        this.id = id;
        this.signingName = signingName;
        this.targetPrefix = targetPrefix;
    }

    /** The service's id in the SDK. */
    String id() {
        return id;
    }

    /** For the signature; also the first part of the endpoint's name. */
    public String signingName() {
        return signingName;
    }

    /** The value of {@code X-Amz-Target}. */
    String target(String operation) {
        return targetPrefix + "." + operation;
    }

    /**
     * Where the service is, as the SDK's own clients find it: the override, or what environment and profile name, or the
     * endpoint of the region in its partition.
     *
     * @param override null for none
     */
    URI endpoint(Region region, URI override) {
        return AwsClientEndpointProvider.builder()
                .clientEndpointOverride(override)
                .serviceEndpointOverrideEnvironmentVariable("AWS_ENDPOINT_URL_" + words().toUpperCase(Locale.ROOT))
                .serviceEndpointOverrideSystemProperty("aws.endpointUrl" + id.replace(" ", ""))
                .serviceProfileProperty(words())
                .profileFile(ProfileFile::defaultProfileFile)
                .profileName(ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow())
                .serviceEndpointPrefix(signingName)
                .defaultProtocol("https")
                .region(region)
                .build()
                .clientEndpoint();
    }

    private String words() {
        return id.toLowerCase(Locale.ROOT).replace(' ', '_');
    }
}
