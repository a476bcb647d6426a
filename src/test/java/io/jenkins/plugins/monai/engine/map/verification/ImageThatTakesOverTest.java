package io.jenkins.plugins.monai.engine.map.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.jenkins.plugins.monai.engine.map.Finding;
import io.jenkins.plugins.monai.engine.registry.ImageReference;
import io.jenkins.plugins.monai.engine.registry.RegistryClient;
import io.jenkins.plugins.monai.engine.registry.RegistryCredentials;
import io.jenkins.plugins.monai.lab.ImagePusher;
import io.jenkins.plugins.monai.lab.LayerBuilder;
import io.jenkins.plugins.monai.lab.LocalRegistry;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Issue 9, number 10: what VERIFY says of an image whose paths become options, or whose user is root. */
class ImageThatTakesOverTest {

    private static final String REPOSITORY = "team/maps";

    @TempDir
    static Path dir;

    private static LocalRegistry registry;
    private static ImagePusher pusher;

    private final MapFixture map = new MapFixture();

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(LocalRegistry.isAvailable(), LocalRegistry.MISSING);
        registry = LocalRegistry.start(dir, "AWS", "sesame");
        pusher = new ImagePusher(registry.uri(), REPOSITORY, "AWS", "sesame");
    }

    @AfterAll
    static void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    private List<String> findings() throws Exception {
        map.push(pusher, "test");
        RegistryClient client = RegistryClient.builder()
                .credentials(RegistryCredentials.of("AWS", "sesame"))
                .build();
        ImageReference image =
                ImageReference.of(registry.uri().toString(), REPOSITORY).withTag("test");
        return MapVerifier.verify(client, image).getFindings().stream()
                .map(Finding::toString)
                .toList();
    }

    private void assertOneError(String beginning) throws Exception {
        List<String> findings = findings();
        assertEquals(1, findings.size(), findings.toString());
        assertTrue(findings.get(0).startsWith("ERROR " + beginning), findings.toString());
    }

    private ArrayNode environment() {
        return map.run().withArray("Env");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "HOLOSCAN_INPUT_PATH,`/in,source=/`",
                "HOLOSCAN_INPUT_PATH,in",
                "HOLOSCAN_INPUT_PATH,``",
                "HOLOSCAN_OUTPUT_PATH,/out:rw",
                "HOLOSCAN_OUTPUT_PATH,/etc/x",
                "MONAI_INPUTPATH,/a/../b",
                "MONAI_OUTPUTPATH,`/out\"`",
                "MONAI_OUTPUTPATH,--privileged",
            })
    void pathsOfTheEnvironment(String name, String value) throws Exception {
        environment().add(name + "=" + value);
        assertOneError("9 paths: the image's " + name + " is");
    }

    @Test
    void pathsOfTheEnvironmentThatAreOneInTheOther() throws Exception {
        environment().add("HOLOSCAN_INPUT_PATH=/data").add("HOLOSCAN_OUTPUT_PATH=/data/out");
        assertOneError("9 paths: the image's HOLOSCAN_INPUT_PATH and HOLOSCAN_OUTPUT_PATH are one folder");
    }

    @Test
    void aPathThatTheEnvironmentHasTwice() throws Exception {
        environment().add("HOLOSCAN_INPUT_PATH=/one").add("HOLOSCAN_INPUT_PATH=/two");
        assertOneError("9 paths: the image sets HOLOSCAN_INPUT_PATH twice");
    }

    @Test
    void goodPathsOfTheEnvironment() throws Exception {
        environment().add("MONAI_INPUTPATH=/var/monai/input/").add("MONAI_OUTPUTPATH=/var/monai/output");
        assertEquals(List.of(), findings());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/in,source=/", "-v", "../../etc", "/etc", "in put", "a:b", "in\nput", "in//put"})
    void pathsOfTheManifest(String path) throws Exception {
        map.input().put("path", path);
        List<String> findings = findings();
        // A dash begins an option only where nothing is in front of it.
        if (path.equals("-v")) {
            assertEquals(List.of(), findings);
        } else {
            assertTrue(findings.get(0).startsWith("ERROR 9 paths: app.json#input.path is"), findings.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"work", "", "/var/holoscan,readonly", "/a/../b", "/var holoscan"})
    void workingDirectoriesOfTheManifest(String path) throws Exception {
        map.app.put("workingDirectory", path);
        assertOneError("9 paths: app.json#workingDirectory is no plain absolute path");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "00",
                "+0",
                "-0",
                "0:0",
                "0:1000",
                "root",
                "root:root",
                "root:x",
                ":",
                ":1000",
                "1000:0",
                "1000:00",
                "1000:root",
                "holoscan:root",
                "-1",
                "4294967296",
                "99999999999999999999",
                " 0",
                "0 ",
                "1000:-1",
                "-u",
                "a b",
                "root\n",
                "1000:1000:0",
                "\u0660"
            })
    void rootByAnySpelling(String user) throws Exception {
        map.run().put("User", user);
        assertOneError("21 user: the image's user ");
    }

    @Test
    void noUserAtAllIsRoot() throws Exception {
        map.run().remove("User");
        assertOneError("21 user: the image's user '' is root, since it names none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000:1000", "1000", "holoscan", "holoscan:holoscan", "app.user", "1001:users", "00001"})
    void othersAreNot(String user) throws Exception {
        map.run().put("User", user);
        assertEquals(List.of(), findings());
    }

    @Test
    void anAliasOfRootIsRoot() throws Exception {
        map.run().put("User", "toor");
        map.add(new LayerBuilder().file("etc/passwd", "root:x:0:0::/root:/bin/sh\ntoor:x:0:0::/root:/bin/sh\n"));
        assertOneError("21 user: the image's user 'toor' is root");
    }

    @Test
    void anAliasOfRootsGroupIsRootsGroup() throws Exception {
        map.run().put("User", "1000:wheel");
        map.add(new LayerBuilder().file("etc/group", "root:x:0:\nwheel:x:00:\n"));
        assertOneError("21 user: the image's user '1000:wheel' has the group root");
    }
}
