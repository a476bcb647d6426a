package io.jenkins.plugins.monai.engine.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class SshKeyTest {

    @Test
    void writesAnOpenSshLine() {
        SshKey key = SshKey.generate("monai-deploy run 1");
        String[] words = key.publicKeyLine().split(" ", 3);
        assertEquals("ssh-ed25519", words[0]);
        assertEquals(51, Base64.getDecoder().decode(words[1]).length);
        assertEquals("monai-deploy run 1", words[2]);
        assertEquals(HostKey.parse(key.publicKeyLine()).fingerprint(), key.fingerprint());
    }

    @Test
    void everyKeyIsAnother() {
        assertNotEquals(SshKey.generate("").publicKeyLine(), SshKey.generate("").publicKeyLine());
    }

    @Test
    void aCommentCannotAddALine() {
        assertThrows(IllegalArgumentException.class, () -> SshKey.generate("x\nssh-ed25519 AAAA"));
    }

    @Test
    void showsNothingAndForgets() throws Exception {
        SshKey key = SshKey.generate("");
        String secret = Base64.getEncoder()
                .encodeToString(key.keyProvider().getPrivate().getEncoded());
        assertFalse(key.toString().contains(secret));
        assertTrue(key.toString().contains(key.fingerprint()));
        key.destroy();
        assertTrue(key.isDestroyed());
        assertThrows(IllegalStateException.class, key::keyProvider);
    }

    @Test
    void isTheSameAfterItWasKept() throws Exception {
        SshKey key = SshKey.generate("monai-deploy-1");
        SshKey again = SshKey.decode(key.encoded(), "monai-deploy-1");
        assertEquals(key.publicKeyLine(), again.publicKeyLine());
        assertEquals(key.keyProvider().getPrivate(), again.keyProvider().getPrivate());
    }

    @Test
    void bytesThatAreNoKeyAreRefusedWithoutBeingShown() {
        byte[] whole = SshKey.generate("").encoded();
        byte[] other = SshKey.generate("").encoded();
        byte[] ofTwo = whole.clone();
        System.arraycopy(other, 4, ofTwo, 4, 48);
        for (byte[] bytes : List.of(
                new byte[0],
                new byte[3],
                new byte[100],
                new byte[] {127, -1, -1, -1, 0},
                new byte[] {-1, -1, -1, -1, 0},
                Arrays.copyOf(whole, whole.length - 1),
                ofTwo)) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> SshKey.decode(bytes, ""));
            assertEquals("Not a key pair of a run", e.getMessage());
            assertNull(e.getCause());
        }
    }
}
