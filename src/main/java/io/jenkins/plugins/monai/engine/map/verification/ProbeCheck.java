package io.jenkins.plugins.monai.engine.map.verification;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.monai.engine.map.JsonText;
import io.jenkins.plugins.monai.engine.map.MapCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Row 12: the probes of app.json. None is needed; one that is there must be whole. */
final class ProbeCheck {

    private static final Set<String> TYPES = Set.of("tcp", "grpc", "http-get", "command");
    private static final String[] COUNTS = {"initialDelaySeconds", "periodSeconds", "timeoutSeconds", "failureThreshold"
    };

    private ProbeCheck() {}

    static void check(MapImage image, Findings findings) {
        List<String> problems = new ArrayList<>();
        for (String name : new String[] {"readiness", "liveness"}) {
            JsonNode probe = image.app().get(name);
            if (!probe.isMissingNode()) {
                probe(MapImage.appKey(name), probe, problems);
            }
        }
        findings.warn(MapCheck.PROBES, problems);
    }

    private static void probe(String key, JsonNode probe, List<String> problems) {
        String type = JsonText.get(probe, "type").asText("");
        if (!TYPES.contains(type)) {
            problems.add(key + ".type is none of tcp, grpc, http-get, command: " + Findings.shown(type));
            return;
        }
        JsonNode command = JsonText.get(probe, "command");
        if (type.equals("command") && (!command.isArray() || command.isEmpty())) {
            problems.add(key + ".command is no array of strings");
        }
        int port = JsonText.get(probe, "port").asInt(0);
        if (!type.equals("command") && (port < 1 || port > 65535)) {
            problems.add(key + ".port is no port");
        }
        if (type.equals("http-get") && !JsonText.get(probe, "path").asText("").startsWith("/")) {
            problems.add(key + ".path is no absolute path");
        }
        for (String count : COUNTS) {
            JsonNode value = JsonText.get(probe, count);
            if (!value.isMissingNode() && !value.isIntegralNumber()) {
                problems.add(key + "." + count + " is no integer");
            }
        }
    }
}
