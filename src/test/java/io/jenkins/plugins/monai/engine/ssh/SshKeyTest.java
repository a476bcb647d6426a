package io.jenkins.plugins.monai.engine.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
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
}
