package io.jenkins.plugins.monai.engine.aws;

import io.jenkins.plugins.monai.engine.aws.json.JsonClient;
import io.jenkins.plugins.monai.engine.aws.json.JsonService;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** {@link AwsClients} by the AWS SDK, made when first asked for, over one HTTP client. */
public final class SdkAwsClients implements AwsClients {

    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CALL_TIMEOUT = Duration.ofMinutes(2);

    private final Region region;
    private final AwsCredentialsProvider credentials;
    private final Endpoints endpoints;
    private final List<ExecutionInterceptor> interceptors;
    private final SdkHttpClient http;
    private final ScheduleRules events;
    private final AccountQuotas quotas;
    private final Map<Class<?>, SdkAutoCloseable> clients = new HashMap<>();
    private final Map<String, EcrClient> otherEcr = new HashMap<>();

    /**
     * @param region the region's code
     * @param credentials asked anew for each request, so that session tokens may be renewed meanwhile;
     *     closed with the clients where they can be closed
     * @param proxy null for none
     * @param interceptors see each call that is made, with its answer; may be empty
     */
    public SdkAwsClients(
            String region,
            AwsCredentialsProvider credentials,
            Endpoints endpoints,
            ProxyConfiguration proxy,
            List<ExecutionInterceptor> interceptors) {
        this.region = Region.of(region);
        this.credentials = credentials;
        this.endpoints = endpoints;
        this.interceptors = new ArrayList<>(interceptors);
        this.interceptors.add(new WebPages());
        this.interceptors.add(new InterruptTranslator());
        ApacheHttpClient.Builder builder = ApacheHttpClient.builder().connectionTimeout(CONNECTION_TIMEOUT);
        this.http = (proxy == null ? builder : builder.proxyConfiguration(proxy)).build();
        this.events = new ScheduleRules(json(JsonService.EVENT_BRIDGE));
        this.quotas = new AccountQuotas(json(JsonService.SERVICE_QUOTAS));
    }

    @Override
    public String region() {
        return region.id();
    }

    @Override
    public Ec2Client ec2() {
        return client(
                Ec2Client.class,
                () -> configured(Ec2Client.builder().httpClient(http), "ec2").build());
    }

    @Override
    public EcrClient ecr() {
        return client(
                EcrClient.class,
                () -> configured(EcrClient.builder().httpClient(http), "ecr").build());
    }

    @Override
    public synchronized EcrClient ecr(String otherRegion) {
        return otherEcr.computeIfAbsent(
                otherRegion,
                region -> configured(EcrClient.builder().httpClient(http), "ecr")
                        .region(Region.of(region))
                        .build());
    }

    @Override
    public ScheduleRules events() {
        return events;
    }

    @Override
    public IamClient iam() {
        return client(
                IamClient.class,
                () -> configured(IamClient.builder().httpClient(http), "iam").build());
    }

    @Override
    public LambdaClient lambda() {
        return client(
                LambdaClient.class,
                () -> configured(LambdaClient.builder().httpClient(http), "lambda")
                        .build());
    }

    @Override
    public S3Client s3() {
        // A host name that stands in for S3 rarely has the bucket's name in front of it as well.
        boolean pathStyle = endpoints.service("s3").isPresent();
        return client(
                S3Client.class,
                () -> configured(S3Client.builder().httpClient(http).forcePathStyle(pathStyle), "s3")
                        .build());
    }

    @Override
    public AccountQuotas serviceQuotas() {
        return quotas;
    }

    @Override
    public SsmClient ssm() {
        return client(
                SsmClient.class,
                () -> configured(SsmClient.builder().httpClient(http), "ssm").build());
    }

    @Override
    public StsClient sts() {
        return client(
                StsClient.class,
                () -> configured(StsClient.builder().httpClient(http), "sts").build());
    }

    private JsonClient json(JsonService service) {
        URI endpoint = endpoints.service(service.signingName()).orElse(null);
        return new JsonClient(service, region, endpoint, credentials, http, CALL_TIMEOUT, interceptors);
    }

    private synchronized <T extends SdkAutoCloseable> T client(Class<T> type, Supplier<T> maker) {
        return type.cast(clients.computeIfAbsent(type, t -> maker.get()));
    }

    private <B extends AwsClientBuilder<B, ?>> B configured(B builder, String signingName) {
        Optional<URI> endpoint = endpoints.service(signingName);
        endpoint.ifPresent(builder::endpointOverride);
        return builder.region(region)
                .credentialsProvider(credentials)
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .retryStrategy(RetryMode.STANDARD)
                        .apiCallTimeout(CALL_TIMEOUT)
                        .executionInterceptors(interceptors)
                        .build());
    }

    @Override
    public synchronized void close() {
        clients.values().forEach(SdkAutoCloseable::close);
        clients.clear();
        otherEcr.values().forEach(EcrClient::close);
        otherEcr.clear();
        http.close();
        if (credentials instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }
}
