package io.jenkins.plugins.monai.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamedModelsTest {

    @Test
    void eachModelOfAMapHasItsName() {
        Map<String, Object> models = new LinkedHashMap<>();
        models.put("spleen", "bundles/spleen/model.ts");
        models.put("liver", "bundles/liver/model.ts");
        assertEquals(
                Map.of(
                        "app",
                        "app",
                        "models",
                        List.of("spleen=bundles/spleen/model.ts", "liver=bundles/liver/model.ts")),
                NamedModels.listed(Map.of("app", "app", "models", models)));
    }

    @Test
    void aListStaysAsItIs() {
        Map<String, Object> arguments = Map.of("models", List.of("models/spleen"));
        assertSame(arguments, NamedModels.listed(arguments));
        assertEquals(Map.of(), NamedModels.listed(Map.of()));
        assertEquals(Map.of("models", List.of()), NamedModels.listed(Map.of("models", Map.of())));
    }
}
