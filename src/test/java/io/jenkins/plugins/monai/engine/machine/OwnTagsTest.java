package io.jenkins.plugins.monai.engine.machine;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.Values;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** AWS's rules for tags, before AWS has to name them. */
class OwnTagsTest {

    @ParameterizedTest
    @CsvSource({
        "CostCenter, 42",
        "'a', ''",
        "team:project/part, a.b_c:d/e=f+g-h@i",
        "Kostenstelle Größe, 日本 語",
        "name, lower case is another key",
        "awsome, aws is no prefix here",
        "monai, deploy",
    })
    void taken(String key, String value) {
        assertDoesNotThrow(() -> new OwnTags(Map.of(key, value)).check());
    }

    @ParameterizedTest
    @CsvSource({
        "'', v, empty",
        "' ', v, empty",
        "aws:x, v, 'aws:'",
        "AWS:x, v, 'aws:'",
        "AwS:, v, 'aws:'",
        "monai-deploy:run, v, plugin",
        "Monai-Deploy:lease, v, plugin",
        "Name, v, plugin",
        "a*b, v, character",
        "'a,b', v, character",
        "a#b, v, character",
        "a<b, v, character",
        "'a\tb', v, character",
        "a🙂, v, character",
        "k, a;b, character",
        "k, $(x), character",
        "k, 'a\nb', character",
        "k, Aws:x, 'aws:'",
    })
    void refusedWithTheReason(String key, String value, String reason) {
        OperationException e = assertThrows(OperationException.class, () -> new OwnTags(Map.of(key, value)).check());
        assertTrue(e.getMessage().contains(reason), e.getMessage());
        assertTrue(e.problem().startsWith("The awsTags "), e.problem());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "é", "日", "𠮷"})
    void lengthsAreOfCharacters(String letter) {
        assertDoesNotThrow(() -> new OwnTags(Map.of(letter.repeat(128), letter.repeat(256))).check());
        for (Map<String, String> tooLong : List.of(Map.of(letter.repeat(129), "v"), Map.of("k", letter.repeat(257)))) {
            assertThrows(OperationException.class, () -> new OwnTags(tooLong).check());
        }
    }

    @Test
    void thereAreFiftyWithThePluginsOwn() {
        Map<String, String> tags = new TreeMap<>();
        for (int i = 0; i < OwnTags.MOST; i++) {
            tags.put("k" + i, "v");
        }
        assertDoesNotThrow(() -> new OwnTags(tags).check());
        tags.put("one-more", "v");
        OperationException e = assertThrows(OperationException.class, () -> new OwnTags(tags).check());
        assertTrue(e.getMessage().contains("43 tags"), e.getMessage());
        assertEquals(42, OwnTags.MOST);
    }

    @Test
    void ofTwoLinesWithOneKeyTheLaterCounts() throws Exception {
        List<String> ofTheProfile = List.of("Team=a", "CostCenter = 1=2 ");
        Values values = Values.none().with(MachineParameters.AWS_TAGS, plus(ofTheProfile, "Team=b"));
        assertEquals(
                Map.of("Team", "b", "CostCenter", "1=2"),
                MachineSpec.of(values).ownTags().map());
        assertEquals(Map.of(), MachineSpec.of(Values.none()).ownTags().map());
    }

    @Test
    void aSpecificationChecksAllOfThemTogether() {
        List<String> lines = IntStream.rangeClosed(0, OwnTags.MOST)
                .mapToObj(i -> "k" + i + "=v")
                .toList();
        for (List<String> wrong : List.of(lines, List.of("Team"), List.of("aws:x=v"))) {
            MachineSpec spec = MachineSpec.of(Values.none().with(MachineParameters.AWS_TAGS, wrong));
            String message = assertThrows(OperationException.class, spec::check).getMessage();
            assertTrue(message.startsWith("The awsTags "), message);
        }
    }

    private static List<String> plus(List<String> lines, String more) {
        return Stream.concat(lines.stream(), Stream.of(more)).toList();
    }
}
