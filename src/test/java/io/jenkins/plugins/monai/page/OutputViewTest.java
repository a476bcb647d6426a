package io.jenkins.plugins.monai.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputViewTest {

    private static OutputView view(String name, String value) {
        return OutputView.all(Map.of(name, value)).get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "imageSizeBytes,91824290,91.8 MB",
        "imageSizeBytes,many,many",
        "smokeTestSeconds,185.2,3 min 05 s",
        "estimatedUsd,0.0095,0.0095 USD",
        "imageUri,registry/map:1,registry/map:1",
        "region,us-east-1,us-east-1"
    })
    void numbersAreShownWithTheirUnit(String name, String value, String text) {
        assertEquals(text, view(name, value).getText());
        assertEquals(value, view(name, value).getValue(), "and kept as they are");
    }

    @ParameterizedTest
    @ValueSource(strings = {"imageUri", "imageDigest", "instanceId", "notificationId", "functionArn"})
    void whatIsTakenElsewhereCanBeCopied(String name) {
        assertTrue(view(name, "x").isCopied());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"imageSizeBytes", "instanceType", "region", "estimatedUsd", "changes", "verificationErrors"})
    void whatIsReadAloneCannot(String name) {
        assertFalse(view(name, "x").isCopied());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_ca", "_es"})
    void eachOutputHasItsName(String language) throws IOException {
        Properties names = new Properties();
        try (InputStream file = getClass().getResourceAsStream("OperationView/outputName" + language + ".properties")) {
            names.load(file);
        }
        assertEquals(22, names.size());
    }

    @Test
    void theOrderIsThatOfTheStep() {
        Map<String, String> outputs = new LinkedHashMap<>();
        outputs.put("imageUri", "a");
        outputs.put("bucket", "b");
        assertEquals(
                List.of("imageUri", "bucket"),
                OutputView.all(outputs).stream().map(OutputView::getName).toList());
    }
}
