package io.jenkins.plugins.monai.engine.inference.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.monai.engine.inference.Names;
import io.jenkins.plugins.monai.engine.inference.ScriptedAws;
import io.jenkins.plugins.monai.engine.inference.ScriptedDocuments;
import io.jenkins.plugins.monai.engine.machine.StandingIdentity;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ssm.model.CreateDocumentRequest;
import software.amazon.awssdk.services.ssm.model.DeleteDocumentRequest;
import software.amazon.awssdk.services.ssm.model.UpdateDocumentRequest;

/** The function may have the machine do one constant thing: by a document of its own, kept as it should be. */
class WakeDocumentTest {

    private static final String FUNCTION = "monai-inference";
    private static final String NAME = "monai-deploy-wake-monai-inference";
    private static final Map<String, String> TAGS = Map.of(StandingIdentity.TAG, FUNCTION);

    private final ScriptedAws aws = new ScriptedAws();
    private final ScriptedDocuments documents = new ScriptedDocuments(aws);
    private final WakeDocument document = new WakeDocument(aws, FUNCTION);
    private final List<String> changes = new ArrayList<>();

    /** Until it is ready, as the phase does. */
    private void ensure() throws Exception {
        for (int i = 0; !document.ensure(TAGS, changes::add); i++) {
            assertTrue(i < 10, changes.toString());
        }
    }

    @Test
    void theCommandIsConstantAndTakesNoParameter() throws Exception {
        JsonNode content = new ObjectMapper().readTree(WakeDocument.content());
        assertEquals("2.2", content.path("schemaVersion").asText());
        assertFalse(content.has("parameters"));
        assertEquals(1, content.path("mainSteps").size());
        JsonNode step = content.path("mainSteps").get(0);
        assertEquals("aws:runShellScript", step.path("action").asText());
        assertEquals(
                List.of("monai-runner wake"),
                new ObjectMapper().convertValue(step.path("inputs").path("runCommand"), List.class));
        assertFalse(WakeDocument.content().contains("{{"), "no parameter is filled in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"f", "A-b_9", "aws-thing", "amazon"})
    void theNameIsOneThatSystemsManagerTakes(String function) {
        for (String one : List.of(function, function.repeat(64).substring(0, 64))) {
            String name = Names.wakeDocument(one);
            assertTrue(name.matches("[a-zA-Z0-9_.-]{3,128}"), name);
            assertFalse(name.matches("(?i)(aws|amazon|amzn).*"), name);
        }
    }

    @Test
    void itIsMadeWithItsOwnersTagAndWaitedFor() throws Exception {
        assertFalse(document.ensure(TAGS, changes::add));
        assertFalse(document.ensure(TAGS, changes::add), "Systems Manager is still making it");
        assertTrue(document.ensure(TAGS, changes::add));
        assertEquals(List.of("document " + NAME + " created"), changes);
        CreateDocumentRequest made = aws.requests(CreateDocumentRequest.class).get(0);
        assertEquals("Command", made.documentTypeAsString());
        assertEquals(FUNCTION, made.tags().get(0).value());
        ensure();
        assertEquals(1, changes.size(), "the same again changes nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"mainSteps\":[]}", "no JSON", "{}"})
    void anotherContentBecomesANewDefaultVersion(String earlier) throws Exception {
        documents.put(NAME, earlier, FUNCTION);
        ensure();
        assertEquals(WakeDocument.content(), documents.content(NAME));
        assertEquals(List.of("document " + NAME + ": version 2"), changes);
    }

    @Test
    void aContentThatDiffersInItsSpacesIsTheSame() throws Exception {
        documents.put(NAME, WakeDocument.content().replace(",", " ,\n "), FUNCTION);
        ensure();
        assertEquals(List.of(), changes);
    }

    @Test
    void whoWasCutShortBeforeTheDefaultVersionGoesOn() throws Exception {
        documents.put(NAME, "{}", FUNCTION).put(NAME, WakeDocument.content(), FUNCTION);
        ensure();
        assertEquals(WakeDocument.content(), documents.content(NAME));
        assertEquals(List.of(), aws.requests(UpdateDocumentRequest.class));
    }

    /** A plugin that was taken back to an older version, say. */
    @Test
    void aContentThatIsAnOlderVersionIsMadeAnew() throws Exception {
        documents
                .put(NAME, "{}", FUNCTION)
                .put(NAME, WakeDocument.content(), FUNCTION)
                .put(NAME, "{\"a\":1}", FUNCTION);
        ensure();
        assertEquals(WakeDocument.content(), documents.content(NAME));
        assertEquals(2, changes.size(), changes.toString());
    }

    @Test
    void aDocumentOfSomeoneElseIsNeitherChangedNorRemoved() throws Exception {
        for (String owner : List.of("", "another-function")) {
            documents.put(NAME, "{}", owner);
            OperationException refused = assertThrows(OperationException.class, document::checkOwner);
            assertTrue(refused.problem().contains(NAME), refused.problem());
            assertFalse(document.remove());
        }
        assertEquals(List.of(), aws.requests(DeleteDocumentRequest.class));
    }

    @Test
    void theRemovalTakesOursAndIsFineWithNone() throws Exception {
        documents.put(NAME, "{}", FUNCTION);
        document.checkOwner();
        assertTrue(document.remove());
        assertFalse(documents.has(NAME));
        assertFalse(document.remove());
    }

    @Test
    void oneThatSystemsManagerCannotUseIsTold() {
        documents.put(NAME, WakeDocument.content(), FUNCTION);
        documents.status(NAME, "Failed");
        OperationException failed = assertThrows(OperationException.class, () -> document.ensure(TAGS, changes::add));
        assertTrue(failed.problem().contains("no reason"), failed.problem());
    }
}
