package io.jenkins.plugins.monai.engine.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {

    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);
    private static final String ECR = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

    @Test
    void ecrIsSpokenToOverTls() {
        ImageReference image = ImageReference.of(ECR, "team/maps").withTag("1.0.0");
        assertEquals(ECR + "/team/maps:1.0.0", image.toString());
        assertEquals(ECR + "/team/maps", image.name());
        assertEquals(URI.create("https://" + ECR), image.registryUri());
        assertFalse(image.plainHttp());
    }

    @Test
    void aSchemeChoosesPlainHttpAndIsNoPartOfTheName() {
        ImageReference image = ImageReference.of("http://127.0.0.1:5000", "maps");
        assertTrue(image.plainHttp());
        assertEquals(URI.create("http://127.0.0.1:5000"), image.registryUri());
        assertEquals("127.0.0.1:5000/maps", image.toString());
        assertNotEquals(ImageReference.of("127.0.0.1:5000", "maps"), image);
        assertEquals(ImageReference.of("http://127.0.0.1:5000/", "maps"), image);
    }

    @Test
    void parsesTagAndDigest() throws OperationException {
        ImageReference image = ImageReference.parse("localhost:5000/a/b_c:x.1@" + DIGEST);
        assertEquals("localhost:5000", image.host());
        assertEquals("a/b_c", image.repository());
        assertEquals("x.1", image.tag());
        assertEquals(DIGEST, image.digest());
        assertEquals(DIGEST, image.version());
        assertEquals(image, ImageReference.parse(image.toString()));
        assertEquals(
                "[::1]:5000", ImageReference.parse("http://[::1]:5000/maps").host());
    }

    @Test
    void withoutTagItIsTheLatest() {
        ImageReference image = ImageReference.of(ECR, "maps");
        assertNull(image.tag());
        assertNull(image.digest());
        assertEquals("latest", image.version());
        assertEquals("1", image.withTag("1").version());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "maps",
                "/maps",
                "host/",
                "host/Maps",
                "host/maps:",
                "host/maps:a b",
                "host/maps@",
                "host/maps@sha256:123",
                "host/maps@md5:0123456789abcdef0123456789abcdef",
                "host:port/maps",
                "ftp://host/maps",
                "user:password@host/maps",
                "host/../maps",
                "host/maps?x=y",
                "host/maps\r\nX: y"
            })
    void refusesWhatIsNoImage(String text) {
        OperationException e = assertThrows(OperationException.class, () -> ImageReference.parse(text));
        assertTrue(e.remedy().contains("REGISTRY/REPOSITORY:TAG"), e.getMessage());
        assertTrue(e.getMessage().indexOf('\n') < 0, e.getMessage());
    }
}
