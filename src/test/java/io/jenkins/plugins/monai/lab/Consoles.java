package io.jenkins.plugins.monai.lab;

import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** GetConsoleOutput, which ministack does not know: what the instance really printed. */
final class Consoles implements FrontPart {

    /** Where the output of an instance comes from. */
    interface Source {
        /** Empty while it has printed nothing. */
        String of(String instanceId) throws IOException, InterruptedException;
    }

    private final Source source;

    Consoles(Source source) {
        this.source = source;
    }

    @Override
    public Optional<ResponseDefinition> answer(AwsRequest request) throws IOException, InterruptedException {
        if (!request.is("ec2:GetConsoleOutput")) {
            return Optional.empty();
        }
        String id = request.parameter("InstanceId").orElse("");
        String output = Base64.getEncoder().encodeToString(source.of(id).getBytes(StandardCharsets.UTF_8));
        return Optional.of(AwsReply.ec2(
                "GetConsoleOutput",
                "<instanceId>" + AwsReply.escape(id) + "</instanceId><timestamp>" + Instant.now()
                        + "</timestamp><output>" + output + "</output>"));
    }
}
