package io.jenkins.plugins.monai.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import java.io.IOException;
import java.util.Optional;

/** SendCommand, which ministack carries out on instances that are still booting: Systems Manager's agent starts later. */
final class Commands implements FrontPart {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final InstanceHosts hosts;

    Commands(InstanceHosts hosts) {
        this.hosts = hosts;
    }

    @Override
    public Optional<ResponseDefinition> answer(AwsRequest request) throws IOException, InterruptedException {
        if (request.is("ssm:SendCommand")) {
            for (JsonNode id : JSON.readTree(request.body()).path("InstanceIds")) {
                hosts.awaitBooted(id.asText());
            }
        }
        return Optional.empty();
    }
}
