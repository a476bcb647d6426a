package io.jenkins.plugins.monai.lab;

import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * RunInstances as AWS has it and ministack has not: unknown images, types and keys are refused, a client token gives
 * the same instance again, and key and user data reach the instance.
 */
final class Launches {

    /** What happens to a launch beside the emulator's own doing. */
    interface Observer {
        void expect(Launch launch);

        void forget(Launch launch);
    }

    private static final Pattern INSTANCE_ID = Pattern.compile("<instanceId>(i-[0-9a-f]+)</instanceId>");

    private record Answered(Map<String, String> parameters, ResponseDefinition reply) {}

    private final Upstream upstream;
    private final KeyPairs keyPairs;
    private final Observer observer;
    private final Map<String, String> architectures = new ConcurrentHashMap<>();
    private final Map<String, Answered> byToken = new ConcurrentHashMap<>();

    Launches(Upstream upstream, KeyPairs keyPairs, Observer observer) {
        this.upstream = upstream;
        this.keyPairs = keyPairs;
        this.observer = observer;
    }

    /** Makes an image known. */
    void image(String imageId, String architecture) {
        architectures.put(imageId, architecture);
    }

    /** Refuses what AWS refuses, dry run or not. */
    Optional<ResponseDefinition> check(AwsRequest request) {
        if (!request.is("ec2:RunInstances")) {
            return Optional.empty();
        }
        String image = request.parameter("ImageId").orElse("");
        String type = request.parameter("InstanceType").orElse("m1.small");
        String of = architectures.get(image);
        Optional<String> architecture = InstanceTypes.architecture(type);
        Optional<String> key = request.parameter("KeyName");
        if (of == null) {
            return error(request, "InvalidAMIID.NotFound", "The image id '[" + image + "]' does not exist");
        }
        if (architecture.isEmpty()) {
            return error(request, "InvalidParameterValue", "Invalid value '" + type + "' for InstanceType.");
        }
        if (!architecture.get().equals(of)) {
            return error(
                    request,
                    "InvalidParameterValue",
                    "The architecture '" + architecture.get() + "' of the specified instance type does not match the"
                            + " architecture '" + of + "' of the specified AMI.");
        }
        if (key.isPresent() && keyPairs.publicKey(request.region(), key.get()).isEmpty()) {
            return error(request, "InvalidKeyPair.NotFound", "The key pair '" + key.get() + "' does not exist");
        }
        return Optional.empty();
    }

    private static Optional<ResponseDefinition> error(AwsRequest request, String code, String message) {
        return Optional.of(AwsReply.error(request, code, message));
    }

    /** Launches, one at a time. */
    synchronized Optional<ResponseDefinition> run(AwsRequest request) throws IOException, InterruptedException {
        if (!request.is("ec2:RunInstances")) {
            return Optional.empty();
        }
        Optional<String> token = request.parameter("ClientToken").map(t -> request.region() + " " + t);
        Answered before = token.map(byToken::get).orElse(null);
        if (before != null) {
            return Optional.of(
                    before.parameters().equals(request.parameters())
                            ? before.reply()
                            : AwsReply.error(
                                    request,
                                    "IdempotentParameterMismatch",
                                    "Arguments on this idempotent request are inconsistent with arguments used in"
                                            + " previous request(s)."));
        }
        HttpResponse<String> response = launch(request);
        ResponseDefinition reply = AwsReply.reply(response.statusCode(), "text/xml", response.body());
        if (response.statusCode() == 200) {
            token.ifPresent(t -> byToken.put(t, new Answered(new TreeMap<>(request.parameters()), reply)));
        }
        return Optional.of(reply);
    }

    private HttpResponse<String> launch(AwsRequest request) throws IOException, InterruptedException {
        Launch launch = new Launch(
                request.parameter("KeyName").flatMap(name -> keyPairs.publicKey(request.region(), name)),
                request.parameter("UserData").map(Launches::decode),
                request.parameter("IamInstanceProfile.Name")
                        .or(() -> request.parameter("IamInstanceProfile.Arn").map(arn -> arn.replaceFirst(".*/", ""))),
                request.parameter("ImageId").orElse(""),
                request.parameter("InstanceType").orElse(""),
                request.region());
        observer.expect(launch);
        try {
            HttpResponse<String> response = upstream.send(request);
            Matcher id = INSTANCE_ID.matcher(response.body());
            if (response.statusCode() == 200 && id.find()) {
                launch.launched(id.group(1));
            } else {
                observer.forget(launch);
                launch.failed();
            }
            return response;
        } catch (IOException | InterruptedException e) {
            observer.forget(launch);
            launch.failed();
            throw e;
        }
    }

    private static String decode(String base64) {
        return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}
