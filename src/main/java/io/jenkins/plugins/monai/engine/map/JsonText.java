package io.jenkins.plugins.monai.engine.map;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads JSON as the specification wants it: UTF-8, one object, nothing after it. */
public final class JsonText {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonText() {}

    /** @throws IllegalArgumentException the content is no such JSON; the message is the rest of "The file ..." */
    static ObjectNode object(byte[] content) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            if (JSON.readTree(text) instanceof ObjectNode object) {
                return object;
            }
            throw new IllegalArgumentException("is no JSON object");
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("is not encoded in UTF-8", e);
        } catch (JacksonException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")";
            throw new IllegalArgumentException("is no valid JSON" + where, e);
        }
    }

    /** The texts of an array that a text holds, as the upstream packager writes commands: {@code "[\"python3\"]"}. */
    static Optional<List<String>> array(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            return node != null && node.isArray() ? Optional.of(texts(node)) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }

    /** The value of a key in either spelling; a missing node for a missing key and for {@code null}. */
    public static JsonNode get(JsonNode object, String camelCase) {
        for (String key : new String[] {camelCase, MapLayout.kebabCase(camelCase)}) {
            if (object.hasNonNull(key)) {
                return object.get(key);
            }
        }
        return MissingNode.getInstance();
    }
}
