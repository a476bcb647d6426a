package io.jenkins.plugins.monai.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.thoughtworks.xstream.XStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a run has written can be read by the code of today, whole: the states and tasks beside a build's record, the
 * operations in the record itself, and the tasks in the program of a Pipeline. The samples hold a value in each field
 * there was when they were written, and are never written anew.
 */
class RecordsTest {

    private static InputStream sample(String name) {
        return RecordsTest.class.getResourceAsStream(name);
    }

    private static String text(String name) throws IOException {
        try (InputStream in = sample(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static XStream xstream() {
        XStream xstream = new XStream();
        xstream.allowTypesByWildcard(new String[] {"io.jenkins.plugins.monai.**"});
        return xstream;
    }

    /** Each line of the sample stands in the order of the sample in what is written of what was read of it. */
    private static void assertWhole(String sample, Object read) {
        Iterator<String> written = xstream().toXML(read).lines().iterator();
        for (String line : (Iterable<String>) sample.lines()::iterator) {
            boolean found = false;
            while (!found && written.hasNext()) {
                found = written.next().equals(line);
            }
            assertTrue(found, "not read: " + line);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "build-map-state",
                "inference-state",
                "remove-inference-state",
                "build-map-task",
                "configure-inference-task",
                "remove-inference-task",
                "operation-record"
            })
    void aRecordIsRead(String name) throws IOException {
        String sample = text(name + ".xml");
        Object read = xstream().fromXML(sample);
        assertNotNull(read);
        assertWhole(sample, read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"build-map-task", "configure-inference-task", "remove-inference-task"})
    void aTaskOfAPipelineIsRead(String name) throws Exception {
        try (ObjectInputStream in = new ObjectInputStream(sample(name + ".ser"))) {
            assertWhole(text(name + ".xml"), in.readObject());
        }
    }

    /** The samples would hold little if most of what is kept were missing in them. */
    @Test
    void theSamplesHoldTheStatesOfAllOperations() throws IOException {
        List<String> roots = List.of(
                "engine.buildmap.BuildMapState",
                "engine.inference.InferenceState",
                "engine.inference.RemoveInferenceState");
        for (String root : roots) {
            String name = root.replaceAll(".*\\.", "")
                            .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                            .toLowerCase() + ".xml";
            assertEquals(
                    "<io.jenkins.plugins.monai." + root + ">",
                    text(name).lines().findFirst().orElseThrow());
        }
    }
}
