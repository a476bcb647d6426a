package io.jenkins.plugins.monai.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The parameters that AWS publishes in every account, which ministack neither has nor lets be put. */
final class PublicParameters implements FrontPart {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PREFIX = "/aws/service/";

    private final Map<String, String> values = new ConcurrentHashMap<>();

    void put(String name, String value) {
        values.put(name, value);
    }

    @Override
    public Optional<ResponseDefinition> answer(AwsRequest request) throws IOException {
        return switch (request.iamAction()) {
            case "ssm:GetParameter" -> get(request);
            case "ssm:GetParameters" -> getAll(request);
            default -> Optional.empty();
        };
    }

    private Optional<ResponseDefinition> get(AwsRequest request) throws IOException {
        String name = JSON.readTree(request.body()).path("Name").asText();
        if (!name.startsWith(PREFIX)) {
            return Optional.empty();
        }
        if (!values.containsKey(name)) {
            return Optional.of(AwsReply.error(request, "ParameterNotFound", "Parameter " + name + " not found."));
        }
        ObjectNode reply = JSON.createObjectNode();
        reply.set("Parameter", parameter(request, name));
        return Optional.of(AwsReply.json(reply.toString()));
    }

    private Optional<ResponseDefinition> getAll(AwsRequest request) throws IOException {
        JsonNode names = JSON.readTree(request.body()).path("Names");
        if (!names.path(0).asText().startsWith(PREFIX)) {
            return Optional.empty();
        }
        ObjectNode reply = JSON.createObjectNode();
        ArrayNode found = reply.putArray("Parameters");
        ArrayNode invalid = reply.putArray("InvalidParameters");
        for (JsonNode node : names) {
            String name = node.asText();
            if (values.containsKey(name)) {
                found.add(parameter(request, name));
            } else {
                invalid.add(name);
            }
        }
        return Optional.of(AwsReply.json(reply.toString()));
    }

    private ObjectNode parameter(AwsRequest request, String name) {
        return JSON.createObjectNode()
                .put("Name", name)
                .put("Type", "String")
                .put("Value", values.get(name))
                .put("Version", 1)
                .put("DataType", "text")
                .put("ARN", "arn:aws:ssm:" + request.region() + "::parameter" + name);
    }
}
