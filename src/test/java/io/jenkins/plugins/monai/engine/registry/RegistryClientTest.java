package io.jenkins.plugins.monai.engine.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.lab.ImagePusher;
import io.jenkins.plugins.monai.lab.LayerBuilder;
import io.jenkins.plugins.monai.lab.LocalRegistry;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a genuine registry. */
class RegistryClientTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REPOSITORY = "team/maps";
    private static final byte[] LAYER =
            new LayerBuilder().file("hello.txt", "Hello").gzip();

    @TempDir
    static Path dir;

    private static LocalRegistry registry;
    private static ImagePusher pusher;
    private static ObjectNode pushed;

    @BeforeAll
    static void pushAnImage() throws Exception {
        assumeTrue(LocalRegistry.isAvailable(), LocalRegistry.MISSING);
        registry = LocalRegistry.start(dir, "AWS", "sesame");
        pusher = new ImagePusher(registry.uri(), REPOSITORY, "AWS", "sesame");
        pushed = push("latest", "amd64");
    }

    @AfterAll
    static void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    private static ObjectNode push(String reference, String architecture) throws Exception {
        ObjectNode config = JSON.createObjectNode();
        config.put("os", "linux").put("architecture", architecture);
        config.putObject("config")
                .put("WorkingDir", "/var/holoscan")
                .put("User", "1000:1000")
                .<ObjectNode>set("Entrypoint", JSON.createArrayNode().add("/run"))
                .<ObjectNode>set(
                        "Env", JSON.createArrayNode().add("PATH=/bin:/usr/bin").add("EMPTY="))
                .putObject("Labels")
                .put("org.opencontainers.image.title", "Hello");
        return pusher.image(
                reference,
                pusher.blob(ImagePusher.CONFIG, JSON.writeValueAsBytes(config)),
                JSON.createArrayNode().add(pusher.blob(ImagePusher.GZIP_LAYER, LAYER)));
    }

    private static ImageReference image() {
        return ImageReference.of(registry.uri().toString(), REPOSITORY);
    }

    private static RegistryClient client(String password) {
        return RegistryClient.builder()
                .credentials(RegistryCredentials.of("AWS", password))
                .build();
    }

    @Test
    void readsManifestConfigurationAndLayer() throws Exception {
        RegistryClient client = client("sesame");
        ImageManifest manifest = assertInstanceOf(ImageManifest.class, client.manifest(image().withTag("latest")));
        assertEquals(pushed.get("digest").asText(), manifest.digest());
        assertEquals(manifest.config().size() + LAYER.length, manifest.totalSize());

        ImageConfig config = client.config(image(), manifest);
        assertEquals(Platform.LINUX_AMD64, config.platform());
        assertEquals(List.of("/run"), config.entrypoint());
        assertEquals("", config.environment().get("EMPTY"));
        assertEquals("Hello", config.labels().get("org.opencontainers.image.title"));
        assertEquals("1000:1000", config.user());

        Descriptor layer = manifest.layers().get(0);
        assertArrayEquals(LAYER, client.blob(image(), layer, InputStream::readAllBytes));
        assertArrayEquals(new byte[] {0x1f}, client.blob(image(), layer, stream -> stream.readNBytes(1)));
        assertTrue(client.hasBlob(image(), layer));
        assertFalse(client.hasBlob(image(), new Descriptor("", Digests.sha256(new byte[] {1}), 1)));
    }

    @Test
    void findsByTagAndByDigest() throws Exception {
        RegistryClient client = client("sesame");
        String digest = pushed.get("digest").asText();
        assertEquals(Optional.of(digest), client.digest(image().withTag("latest")));
        assertTrue(client.exists(image().withDigest(digest)));
        assertEquals(digest, client.manifest(image().withDigest(digest)).digest());
        assertEquals(Optional.empty(), client.digest(image().withTag("other")));
        assertFalse(client.exists(
                ImageReference.of(registry.uri().toString(), "no/such").withTag("latest")));
    }

    @Test
    void picksThePlatformOutOfAnIndex() throws Exception {
        ObjectNode index = JSON.createObjectNode();
        index.put("schemaVersion", 2).put("mediaType", ImagePusher.INDEX);
        index.putArray("manifests")
                .add(platform(push(null, "s390x"), "linux", "s390x"))
                .add(platform(push(null, "arm64"), "linux", "arm64"))
                .add(platform(push(null, "amd64"), "unknown", "unknown"));
        pusher.manifest("multi", ImagePusher.INDEX, index);
        RegistryClient client = client("sesame");

        ImageReference multi = image().withTag("multi");
        ImageManifest arm = client.imageManifest(multi, List.of(Platform.LINUX_AMD64, Platform.LINUX_ARM64));
        assertEquals("arm64", client.config(multi, arm).platform().architecture());

        RegistryException e =
                assertThrows(RegistryException.class, () -> client.imageManifest(multi, List.of(Platform.LINUX_AMD64)));
        assertEquals(RegistryException.Kind.NOT_FOUND, e.kind());
        assertTrue(e.getMessage().contains("only for [linux/s390x, linux/arm64]"), e.getMessage());
    }

    private static ObjectNode platform(ObjectNode descriptor, String os, String architecture) {
        descriptor.putObject("platform").put("os", os).put("architecture", architecture);
        return descriptor;
    }

    @Test
    void aWrongPasswordIsUnauthorized() {
        RegistryException e =
                assertThrows(RegistryException.class, () -> client("wrong").manifest(image().withTag("latest")));
        assertEquals(RegistryException.Kind.UNAUTHORIZED, e.kind());
        OperationException explained = e.explain(image());
        assertTrue(explained.remedy().contains("ecr:GetAuthorizationToken"), explained.getMessage());
        assertFalse(explained.getMessage().contains("wrong"), explained.getMessage());
    }

    @Test
    void aMissingTagIsNotFound() {
        RegistryException e =
                assertThrows(RegistryException.class, () -> client("sesame").manifest(image().withTag("other")));
        assertEquals(RegistryException.Kind.NOT_FOUND, e.kind());
        assertTrue(e.getMessage().contains("MANIFEST_UNKNOWN"), e.getMessage());
    }

    @Test
    void aConfigurationThatIsNoJsonIsInvalid() throws Exception {
        byte[] noJson = "no JSON".getBytes(StandardCharsets.UTF_8);
        pusher.image("odd", pusher.blob(ImagePusher.CONFIG, noJson), JSON.createArrayNode());
        RegistryClient client = client("sesame");
        ImageManifest manifest = client.imageManifest(image().withTag("odd"), List.of());
        RegistryException e = assertThrows(RegistryException.class, () -> client.config(image(), manifest));
        assertEquals(RegistryException.Kind.INVALID, e.kind());
    }
}
