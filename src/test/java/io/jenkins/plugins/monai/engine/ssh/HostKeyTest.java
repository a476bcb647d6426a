package io.jenkins.plugins.monai.engine.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostKeyTest {

    /** Made by ssh-keygen, with the fingerprints that ssh-keygen -l shows. */
    private static final String ED25519 =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGBsVAtBpqUa84zSShS3rmEUaJaDKqkKMSkqbNAw8HR0";

    private static final String ED25519_FINGERPRINT = "SHA256:53SbZUnxXkS2vNk9czkysbK7OgzYBLWdtd/nRlqDhdk";
    private static final String ECDSA =
            "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBOROBGA17OVwArpiYQnbzHs4mg8xMNMgLlpME2xmkOl8oXtSWGcKD0uYDjAx7MsPSpU6Bxm0F15Pte2bspfUdMY=";
    private static final String ECDSA_FINGERPRINT = "SHA256:hTDWX2k6gh8JjtuZqo7b2Fe9SJ/81Cjq2IRq9Z5lmvo";

    @Test
    void fingerprintsAreThoseOfOpenSsh() {
        assertEquals(ED25519_FINGERPRINT, HostKey.parse(ED25519).fingerprint());
        assertEquals(
                ECDSA_FINGERPRINT, HostKey.parse(ECDSA + " root@ip-10-0-0-1").fingerprint());
    }

    @Test
    void refusesWhatIsNoKey() {
        assertThrows(IllegalArgumentException.class, () -> HostKey.parse("ssh-ed25519"));
        assertThrows(IllegalArgumentException.class, () -> HostKey.parse("ssh-ed25519 AAAA"));
        assertThrows(IllegalArgumentException.class, () -> HostKey.parse("ssh-ed25519 f////w=="));
        assertThrows(IllegalArgumentException.class, () -> HostKey.parse(ED25519.replace("ssh-ed25519", "ssh-rsa")));
    }

    @Test
    void expectsFingerprintsAndLines() throws Exception {
        HostKeyCheck check = HostKeyCheck.anyOf(List.of(ED25519 + " comment", ECDSA_FINGERPRINT + "="));
        check.check(ED25519, ED25519_FINGERPRINT);
        check.check(ECDSA, ECDSA_FINGERPRINT);
        assertEquals(List.of(), check.keyTypes(), "the type of a fingerprint is not known");
        assertThrows(
                HostKeyMismatchException.class,
                () -> HostKeyCheck.anyOf(List.of(ED25519)).check(ECDSA, ECDSA_FINGERPRINT));
        assertThrows(IllegalArgumentException.class, () -> HostKeyCheck.anyOf(List.of()));
        assertThrows(IllegalArgumentException.class, () -> HostKeyCheck.anyOf(List.of("whatever")));
    }

    @Test
    void asksForTheTypesOfKnownLines() {
        assertEquals(
                List.of("ssh-ed25519"), HostKeyCheck.anyOf(List.of(ED25519)).keyTypes());
        assertEquals(
                List.of("ssh-ed25519"),
                HostKeyCheck.anyOf(List.of(ED25519, ED25519_FINGERPRINT)).keyTypes());
        assertEquals(
                List.of("ssh-ed25519"),
                HostKeyCheck.acceptNew(ED25519, line -> {}).keyTypes());
        assertEquals(List.of("rsa-sha2-512", "rsa-sha2-256"), SshjConfig.algorithmsFor("ssh-rsa"));
    }

    @Test
    void readsTheConsole() {
        String console = "[    4.2] cloud-init[522]: generating public/private keys\r\n"
                + "<14>Nov 22 10:00:00 cloud-init: #########################\r\n"
                + "<14>Nov 22 10:00:00 cloud-init: -----BEGIN SSH HOST KEY FINGERPRINTS-----\r\n"
                + "<14>Nov 22 10:00:00 cloud-init: 256 " + ECDSA_FINGERPRINT + " root@ip-10-0-0-1 (ECDSA)\r\n"
                + "<14>Nov 22 10:00:00 cloud-init: 256 " + ED25519_FINGERPRINT + " root@ip-10-0-0-1 (ED25519)\r\n"
                + "<14>Nov 22 10:00:00 cloud-init: -----END SSH HOST KEY FINGERPRINTS-----\r\n"
                + "-----BEGIN SSH HOST KEY KEYS-----\r\n"
                + ECDSA + " root@ip-10-0-0-1\r\n"
                + "ec2: " + ED25519 + " root@ip-10-0-0-1\r\n"
                + "-----END SSH HOST KEY KEYS-----\r\n";
        Set<String> keys = ConsoleHostKeys.parse(console);
        assertEquals(Set.of(ECDSA, ED25519, ECDSA_FINGERPRINT, ED25519_FINGERPRINT), keys);
        assertEquals(
                Set.of("ssh-ed25519", "ecdsa-sha2-nistp256"),
                Set.copyOf(HostKeyCheck.anyOf(keys).keyTypes()));
    }

    @Test
    void readsTheConsoleWithPrefixesOnEveryLine() {
        String console = "ci-info: -----BEGIN SSH HOST KEY FINGERPRINTS-----\n"
                + "ci-info: 256 " + ED25519_FINGERPRINT + " no comment (ED25519)\n"
                + "ci-info: -----END SSH HOST KEY FINGERPRINTS-----\n";
        assertEquals(Set.of(ED25519_FINGERPRINT), ConsoleHostKeys.parse(console));
    }

    @Test
    void aBlockThatIsNotWholeDoesNotCount() {
        String begin = "-----BEGIN SSH HOST KEY FINGERPRINTS-----\n256 " + ED25519_FINGERPRINT + " (ED25519)\n";
        String end = "-----END SSH HOST KEY FINGERPRINTS-----\n";
        assertEquals(Set.of(), ConsoleHostKeys.parse(begin));
        assertEquals(Set.of(), ConsoleHostKeys.parse("256 " + ED25519_FINGERPRINT + "\n" + end));
        assertEquals(Set.of(), ConsoleHostKeys.parse(""));
        assertEquals(Set.of(), ConsoleHostKeys.parse("ssh-ed25519 " + ED25519 + "\n"));
        assertEquals(
                Set.of(ECDSA_FINGERPRINT),
                ConsoleHostKeys.parse(begin + end + begin.replace(ED25519_FINGERPRINT, ECDSA_FINGERPRINT) + end),
                "the last one counts");
    }

    @Test
    void anMd5FingerprintIsNoProof() {
        assertEquals(
                Set.of(),
                ConsoleHostKeys.parse("-----BEGIN SSH HOST KEY FINGERPRINTS-----\n"
                        + "2048 b4:5f:1c:55:0a:51:a3:05:9d:5b:0b:5c:c8:a1:12:4c (RSA)\n"
                        + "-----END SSH HOST KEY FINGERPRINTS-----\n"));
    }

    @Test
    void aMangledLineIsPassedOver() {
        assertEquals(
                Set.of(ECDSA),
                ConsoleHostKeys.parse("-----BEGIN SSH HOST KEY KEYS-----\nssh-ed25519 AAAAC3Nz[  12.0] audit\n" + ECDSA
                        + "\n-----END SSH HOST KEY KEYS-----\n"));
    }

    @Test
    void strategiesHaveNames() throws Exception {
        assertEquals(HostKeyStrategy.CONSOLE, HostKeyStrategy.of("console"));
        assertEquals(HostKeyStrategy.ACCEPT_NEW, HostKeyStrategy.of("accept-new"));
        OperationException e = assertThrows(OperationException.class, () -> HostKeyStrategy.check("off"));
        assertTrue(e.getMessage().contains("hostKeyStrategy"));
    }
}
