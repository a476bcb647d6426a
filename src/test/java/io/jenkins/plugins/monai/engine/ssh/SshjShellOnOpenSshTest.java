package io.jenkins.plugins.monai.engine.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshjShellOnOpenSshTest extends SshjShellContract {

    @Override
    TestSshd start(Path dir, String authorizedKeyLine) throws Exception {
        assumeTrue(LocalSshd.isInstalled(), "SKIPPED: no /usr/sbin/sshd; install openssh-server to test against it");
        return LocalSshd.start(dir, authorizedKeyLine);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void checksHostKeysOfAllTypes(String type) throws Exception {
        Path authorizedKeys = Files.writeString(dir.resolve("authorized"), key.publicKeyLine() + "\n");
        Path keys = Files.createDirectory(dir.resolve(type));
        try (LocalSshd other = LocalSshd.start(keys, authorizedKeys, type);
                SshjShell shell =
                        new SshjShell(other.target(), key, HostKeyCheck.anyOf(List.of(other.hostKey())))) {
            assertEquals("there\n", shell.run("echo there", PATIENCE).stdout());
        }
    }

    @Test
    void aCommandKilledByASignalSaysSo() throws Exception {
        assertEquals(128 + 15, shell().run("kill -TERM $$", PATIENCE).exitCode());
        assertEquals(128 + 9, shell().run("kill -KILL $$", PATIENCE).exitCode());
    }

    /** MINA's server loses the output of a process whose input breaks, OpenSSH does not. */
    @Test
    void aCommandThatLeavesItsInputUnreadKeepsItsOutput() throws Exception {
        assertEquals(new RemoteShell.Result(7, "", "enough\n"), leaveInputUnread(shell()));
    }

    @Test
    void registersNoSecurityProvider() throws Exception {
        int before = java.security.Security.getProviders().length;
        assertTrue(shell().run("true", PATIENCE).ok());
        assertEquals(before, java.security.Security.getProviders().length);
    }
}
