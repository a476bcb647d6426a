package io.jenkins.plugins.monai.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The quotas of EC2 that matter to launches, in vCPUs. */
final class ServiceQuotas implements FrontPart {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> NAMES = Map.of(
            "L-1216C47A", "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances",
            "L-34B43A08", "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests",
            "L-3819A6DF", "All G and VT Spot Instance Requests",
            "L-417A185B", "Running On-Demand P instances",
            "L-7212CCBC", "All P4, P3 and P2 Spot Instance Requests",
            "L-DB2E81BA", "Running On-Demand G and VT instances");

    private static final double DEFAULT = 32;

    private final Map<String, Double> values = new ConcurrentHashMap<>();

    void set(String quotaCode, double value) {
        values.put(quotaCode, value);
    }

    void reset() {
        values.clear();
    }

    @Override
    public Optional<ResponseDefinition> answer(AwsRequest request) throws IOException {
        if (!request.is("servicequotas:GetServiceQuota")) {
            return Optional.empty();
        }
        JsonNode asked = JSON.readTree(request.body());
        String code = asked.path("QuotaCode").asText();
        if (!asked.path("ServiceCode").asText().equals("ec2") || !NAMES.containsKey(code)) {
            return Optional.of(AwsReply.error(
                    request,
                    "NoSuchResourceException",
                    "The request failed because the specified service quota does not exist."));
        }
        return Optional.of(AwsReply.json(
                """
                {"Quota": {"ServiceCode": "ec2", "ServiceName": "Amazon Elastic Compute Cloud (Amazon EC2)",
                 "QuotaArn": "arn:aws:servicequotas:%1$s:000000000000:ec2/%2$s", "QuotaCode": "%2$s",
                 "QuotaName": "%3$s", "Value": %4$s, "Unit": "None", "Adjustable": true, "GlobalQuota": false}}
                """.formatted(request.region(), code, NAMES.get(code), values.getOrDefault(code, DEFAULT))));
    }
}
