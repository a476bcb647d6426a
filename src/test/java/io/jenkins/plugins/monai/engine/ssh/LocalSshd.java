package io.jenkins.plugins.monai.engine.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The machine's own OpenSSH server as a process of ours: on a free port of 127.0.0.1, with host keys and configuration
 * in a folder of the caller's, for the user who runs Java.
 */
public final class LocalSshd implements TestSshd {

    private static final Path SSHD = Path.of("/usr/sbin/sshd");
    /** Compiled into OpenSSH, which insists on it when run as root; Debian's service makes it at each start. */
    private static final Path PRIVILEGE_SEPARATION = Path.of("/run/sshd");

    private final Process process;
    private final int port;
    private final String hostKey;

    private LocalSshd(Process process, int port, String hostKey) {
        this.process = process;
        this.port = port;
        this.hostKey = hostKey;
    }

    public static boolean isInstalled() {
        return Files.isExecutable(SSHD);
    }

    /** @param authorizedKeyLine the public key that may log in */
    public static LocalSshd start(Path dir, String authorizedKeyLine) throws IOException, InterruptedException {
        Path authorizedKeys = dir.resolve("authorized_keys");
        Files.writeString(authorizedKeys, authorizedKeyLine + "\n");
        return start(dir, authorizedKeys, "ed25519");
    }

    /**
     * @param authorizedKeys an authorized_keys file, read at each login
     * @param hostKeyType as ssh-keygen's {@code -t}
     * @param options further lines of sshd_config
     */
    public static LocalSshd start(Path dir, Path authorizedKeys, String hostKeyType, String... options)
            throws IOException, InterruptedException {
        if (userName().equals("root")) {
            Files.createDirectories(PRIVILEGE_SEPARATION);
        }
        Path key = dir.resolve("host_key");
        if (!Files.exists(key)) {
            run("ssh-keygen", "-q", "-t", hostKeyType, "-N", "", "-C", "", "-f", key.toString());
        }
        String hostKey = Files.readString(dir.resolve("host_key.pub")).trim();
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            Path config = Files.writeString(
                    dir.resolve("sshd_config"), config(port, key, authorizedKeys) + String.join("\n", options));
            Path log = dir.resolve("sshd.log");
            Process process = new ProcessBuilder(SSHD.toString(), "-D", "-e", "-f", config.toString())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            if (answers(process, port)) {
                return new LocalSshd(process, port, hostKey);
            }
            process.destroyForcibly().waitFor();
            if (attempt == 3) {
                throw new IOException("sshd did not start: " + Files.readString(log));
            }
        }
    }

    private static String config(int port, Path hostKey, Path authorizedKeys) {
        return String.join(
                "\n",
                "Port " + port,
                "ListenAddress 127.0.0.1",
                "HostKey " + hostKey,
                "AuthorizedKeysFile " + authorizedKeys,
                "PidFile none",
                "UsePAM no",
                "StrictModes no",
                "PasswordAuthentication no",
                "KbdInteractiveAuthentication no",
                "PermitRootLogin prohibit-password",
                "AllowAgentForwarding no",
                "AllowTcpForwarding no",
                "X11Forwarding no",
                "PrintMotd no",
                // Debian's bash reads the user's .bashrc for sshd, but not that deep.
                "SetEnv SHLVL=2",
                "LogLevel VERBOSE",
                "");
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(command[0] + ": " + output);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until the server greets; another process may have taken the port meanwhile. */
    private static boolean answers(Process process, int port) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (process.isAlive() && System.nanoTime() < deadline) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                socket.setSoTimeout(5000);
                InputStream in = socket.getInputStream();
                return new String(in.readNBytes(4)).equals("SSH-") && process.isAlive();
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        return false;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String user() {
        return System.getProperty("user.name");
    }

    private static String userName() {
        return System.getProperty("user.name");
    }

    @Override
    public String hostKey() {
        return hostKey;
    }

    @Override
    public void dropConnections() {
        kill(connections());
    }

    /** sshd's own processes, one or two a connection; not the commands they run. */
    private List<ProcessHandle> connections() {
        return process.descendants()
                .filter(child -> child.info().command().orElse("").contains("sshd"))
                .toList();
    }

    private static void kill(List<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroyForcibly);
        // Java itself looks at a process that is no child of its own every 300 ms only.
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (processes.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** Ends the server, its connections and what they run, but not what has detached itself from them. */
    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        kill(all);
    }
}
