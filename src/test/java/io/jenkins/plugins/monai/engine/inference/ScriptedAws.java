package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.aws.AccountQuotas;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.ScheduleRules;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/** AWS whose answers a test writes, by the kind of request; a request nobody has foreseen fails the test. */
public final class ScriptedAws implements AwsClients {

    private final Map<Class<?>, Function<Object, Object>> answers = new HashMap<>();
    private final List<SdkRequest> requests = new ArrayList<>();

    public <R extends SdkRequest> ScriptedAws on(Class<R> kind, Function<R, Object> answer) {
        answers.put(kind, request -> answer.apply(kind.cast(request)));
        return this;
    }

    /** The requests of a kind that were made so far. */
    public <R extends SdkRequest> List<R> requests(Class<R> kind) {
        return requests.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Fills in an error of a service. */
    public static AwsServiceException error(
            AwsServiceException.Builder exception, int status, String code, String message) {
        return exception
                .statusCode(status)
                .message(message)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }

    private <T> T client(Class<T> type) {
        InvocationHandler handler = this::invoke;
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** Of the overloads of an operation, the one with a built request is answered; the others lead to it. */
    private Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        boolean built = arguments != null && arguments.length >= 1 && arguments[0] instanceof SdkRequest;
        if (built && !method.getName().endsWith("Paginator")) {
            SdkRequest request = (SdkRequest) arguments[0];
            requests.add(request);
            Function<Object, Object> answer = answers.get(request.getClass());
            if (answer == null) {
                throw new AssertionError("Not foreseen: " + request);
            }
            return answer.apply(request);
        }
        return InvocationHandler.invokeDefault(proxy, method, arguments);
    }

    @Override
    public String region() {
        return "eu-west-1";
    }

    @Override
    public Ec2Client ec2() {
        return client(Ec2Client.class);
    }

    @Override
    public EcrClient ecr(String otherRegion) {
        return ecr();
    }

    @Override
    public EcrClient ecr() {
        return client(EcrClient.class);
    }

    @Override
    public ScheduleRules events() {
        throw new AssertionError("Not foreseen: EventBridge");
    }

    @Override
    public IamClient iam() {
        return client(IamClient.class);
    }

    @Override
    public LambdaClient lambda() {
        return client(LambdaClient.class);
    }

    @Override
    public S3Client s3() {
        return client(S3Client.class);
    }

    @Override
    public AccountQuotas serviceQuotas() {
        throw new AssertionError("Not foreseen: Service Quotas");
    }

    @Override
    public SsmClient ssm() {
        return client(SsmClient.class);
    }

    @Override
    public StsClient sts() {
        return client(StsClient.class);
    }

    @Override
    public void close() {}
}
