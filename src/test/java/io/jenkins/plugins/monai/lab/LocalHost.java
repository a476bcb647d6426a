package io.jenkins.plugins.monai.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.shell.ProcessShellFactory;

/**
 * This machine as the one instance there is, behind an SSH server of the loopback interface, with a home folder of its
 * own. User data is not run here: it would shut the machine down.
 */
final class LocalHost implements InstanceHosts {

    private final SshServer server;
    private final String hostKey;
    private final Set<String> authorizedKeys = ConcurrentHashMap.newKeySet();

    private LocalHost(SshServer server, Path home) throws IOException {
        this.server = server;
        SimpleGeneratorHostKeyProvider keys = new SimpleGeneratorHostKeyProvider();
        keys.setAlgorithm("RSA");
        keys.setKeySize(3072);
        server.setKeyPairProvider(keys);
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setPublickeyAuthenticator((user, key, session) ->
                user.equals(sshUser()) && authorizedKeys.contains(PublicKeyEntry.toString(key)));
        server.setCommandFactory((channel, command) -> new ProcessShellFactory(
                        command,
                        "/bin/sh",
                        "-c",
                        "export HOME=\"$1\"; cd \"$1\"; exec /bin/sh -c \"$2\"",
                        "sh",
                        home.toString(),
                        command)
                .createShell(channel));
        server.start();
        this.hostKey =
                PublicKeyEntry.toString(keys.loadKeys(null).iterator().next().getPublic());
    }

    static LocalHost start(Path home) throws IOException {
        LabPaths.delete(home);
        return new LocalHost(SshServer.setUpDefaultServer(), Files.createDirectories(home));
    }

    @Override
    public Map<String, String> emulatorEnvironment() {
        return Map.of();
    }

    @Override
    public Optional<String> imageLocation() {
        return Optional.empty();
    }

    @Override
    public String ssh() {
        return "127.0.0.1:" + server.getPort();
    }

    @Override
    public String sshUser() {
        return "ubuntu";
    }

    @Override
    public void expect(Launch launch) {
        launch.publicKey()
                .map(line -> line.split(" "))
                .ifPresent(words -> authorizedKeys.add(words[0] + " " + words[1]));
    }

    @Override
    public void forget(Launch launch) {
        // An instance that did not come does no harm here: its key opens the same host.
    }

    /** As cloud-init prints it. */
    @Override
    public String of(String instanceId) {
        byte[] blob = Base64.getDecoder().decode(hostKey.split(" ")[1]);
        String fingerprint = Base64.getEncoder()
                .withoutPadding()
                .encodeToString(LabImage.sha256().digest(blob));
        return """
                -----BEGIN SSH HOST KEY FINGERPRINTS-----
                3072 SHA256:%s root@localhost (RSA)
                -----END SSH HOST KEY FINGERPRINTS-----
                -----BEGIN SSH HOST KEY KEYS-----
                %s
                -----END SSH HOST KEY KEYS-----
                """.formatted(fingerprint, hostKey);
    }

    @Override
    public void registry(String host, String password) {
        // Nothing here has a profile.
    }

    @Override
    public void awaitBooted(String instanceId) {
        // It runs already.
    }

    @Override
    public String run(String instanceId, String... command) throws IOException {
        throw new IOException("This machine itself is the instance: it is reached by SSH alone");
    }

    @Override
    public MapRun runMap(String image, String user, String password, Path input, Path output) throws IOException {
        throw new IOException("There are no containers");
    }

    @Override
    public PlainMachine plainMachine(Path folder, String target) throws IOException {
        throw new IOException("There are no containers");
    }

    @Override
    public boolean isEmpty() {
        return server.getActiveSessions().isEmpty();
    }

    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
