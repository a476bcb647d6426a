package io.jenkins.plugins.monai.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;

/**
 * SendCommand, which ministack carries out on instances that are still booting: Systems Manager's agent starts later.
 * Where instances are no containers each takes every command, and does nothing.
 */
final class Commands implements FrontPart {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final InstanceHosts hosts;

    Commands(InstanceHosts hosts) {
        this.hosts = hosts;
    }

    @Override
    public Optional<ResponseDefinition> answer(AwsRequest request) throws IOException, InterruptedException {
        if (hosts.imageLocation().isEmpty()) {
            return obediently(request);
        }
        if (request.is("ssm:SendCommand")) {
            for (JsonNode id : JSON.readTree(request.body()).path("InstanceIds")) {
                hosts.awaitBooted(id.asText());
            }
        }
        return Optional.empty();
    }

    private static Optional<ResponseDefinition> obediently(AwsRequest request) throws IOException {
        return switch (request.iamAction()) {
            case "ssm:DescribeInstanceInformation" -> {
                String id =
                        JSON.readTree(request.body()).at("/Filters/0/Values/0").asText();
                yield Optional.of(AwsReply.json("{\"InstanceInformationList\": [{\"InstanceId\": \"" + id
                        + "\", \"PingStatus\": \"Online\"}]}"));
            }
            case "ssm:SendCommand" ->
                Optional.of(AwsReply.json("{\"Command\": {\"CommandId\": \"" + UUID.randomUUID() + "\"}}"));
            case "ssm:GetCommandInvocation" ->
                Optional.of(AwsReply.json("{\"Status\": \"Success\", \"StatusDetails\": \"Success\","
                        + " \"ResponseCode\": 0, \"StandardOutputContent\": \"\","
                        + " \"StandardErrorContent\": \"\"}"));
            default -> Optional.empty();
        };
    }
}
