package io.jenkins.plugins.monai.engine.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SshjShellOnOpenSshTest extends SshjShellContract {

    @Override
    TestSshd start(Path dir, String authorizedKeyLine) throws Exception {
        assumeTrue(LocalSshd.isInstalled(), "SKIPPED: no /usr/sbin/sshd; install openssh-server to test against it");
        return LocalSshd.start(dir, authorizedKeyLine);
    }

    @ParameterizedTest
    @CsvSource({
        "ed25519, curve25519-sha256, aes128-gcm@openssh.com",
        "rsa, ecdh-sha2-nistp256, aes256-gcm@openssh.com",
        "rsa, ecdh-sha2-nistp384, aes128-ctr",
        "ed25519, ecdh-sha2-nistp521, aes192-ctr",
        "rsa, diffie-hellman-group16-sha512, aes256-ctr",
        "rsa, diffie-hellman-group14-sha256, aes256-ctr"
    })
    void everythingOfferedWorksWithoutBouncyCastle(String hostKeyType, String keyExchange, String cipher)
            throws Exception {
        Provider bouncyCastle = Security.getProvider("BC");
        Security.removeProvider("BC");
        Path authorizedKeys = Files.writeString(dir.resolve("authorized"), key.publicKeyLine() + "\n");
        Path keys = Files.createDirectory(dir.resolve("other"));
        try (LocalSshd other = LocalSshd.start(
                        keys, authorizedKeys, hostKeyType, "KexAlgorithms " + keyExchange, "Ciphers " + cipher);
                SshjShell shell = new SshjShell(other.target(), key, HostKeyCheck.anyOf(List.of(other.hostKey())))) {
            assertEquals("there\n", shell.run("echo there", PATIENCE).stdout());
            assertNull(Security.getProvider("BC"));
        } finally {
            if (bouncyCastle != null) {
                Security.addProvider(bouncyCastle);
            }
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
}
