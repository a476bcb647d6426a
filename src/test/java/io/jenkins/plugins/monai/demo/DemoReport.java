package io.jenkins.plugins.monai.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapResult;
import io.jenkins.plugins.monai.engine.inference.InferenceResult;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.PhaseRecord;
import io.jenkins.plugins.monai.lab.LeftRunning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a demo came to, as {@code target/demo/result.json}. */
final class DemoReport {

    private final Map<String, Object> buildMap = new LinkedHashMap<>();
    private final Map<String, Object> root = new LinkedHashMap<>(Map.of("buildMap", buildMap));

    void buildMap(BuildMapResult result) {
        buildMap.put("imageUri", result.imageUri());
        buildMap.put("imageDigest", result.imageDigest());
        buildMap.put("imageSizeBytes", result.imageSizeBytes());
        buildMap.put("instanceId", result.instanceId());
        buildMap.put("instanceType", result.instanceType());
        buildMap.put("region", result.region());
        buildMap.put(
                "verification",
                ordered(
                        "error", result.verification().getErrorCount(),
                        "warn", result.verification().getWarnCount()));
        result.estimatedUsd().ifPresent(usd -> buildMap.put("estimatedUsd", usd));
    }

    void buildMapPhases(List<PhaseRecord> phases) {
        buildMap.put("phases", phases(phases));
    }

    /** Without the phase that a demo did not begin, as it cannot be had. */
    void buildMapPhasesUntil(List<PhaseRecord> phases) {
        buildMapPhases(phases.stream().filter(p -> !p.isFailed()).toList());
    }

    private static List<Map<String, Object>> phases(List<PhaseRecord> phases) {
        return phases.stream()
                .map(p -> ordered("name", p.getName(), "seconds", p.getSeconds()))
                .toList();
    }

    void configureInference(InferenceResult result) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("instanceId", result.getInstanceId());
        map.put("functionArn", result.getFunctionArn());
        map.put("functionVersion", result.getFunctionVersion());
        map.put("notificationId", result.getNotificationId());
        map.put("bucket", result.getBucket());
        map.put("imageDigest", result.getImageDigest());
        map.put("phases", phases(result.getPhases()));
        root.put("configureInference", map);
    }

    void inference(Inference inference) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("inputKey", inference.inputKey());
        map.put("resultKeys", inference.resultKeys());
        map.put("inferredKey", inference.inferredKey());
        map.put("seconds", inference.seconds());
        map.put("triggerSeconds", inference.triggerSeconds());
        map.put("healthImagingJob", inference.healthImagingJob());
        root.put("inference", map);
    }

    void failure(OperationException e) {
        root.put("failure", e.getMessage());
    }

    void stoppedAfter(String phase, String why) {
        root.put("stoppedAfter", ordered("phase", phase, "why", why));
    }

    void end(DemoEnd end) {
        root.put("end", end.name());
        root.put("exitStatus", end.status());
    }

    void leftRunning(LeftRunning left) {
        Map<String, Object> counts = ordered("instances", left.instances(), "keyPairs", left.keyPairs());
        counts.put("securityGroups", left.securityGroups());
        root.put("leftRunning", counts);
    }

    private static Map<String, Object> ordered(String key, Object value, String other, Object otherValue) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(key, value);
        map.put(other, otherValue);
        return map;
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), root);
    }
}
