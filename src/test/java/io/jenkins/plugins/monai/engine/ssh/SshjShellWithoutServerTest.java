package io.jenkins.plugins.monai.engine.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SshjShellWithoutServerTest {

    private static final SshTimeouts HASTY = new SshTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1));
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static SshjShell shell(int port, SshTimeouts timeouts) {
        return new SshjShell(
                new SshTarget("127.0.0.1", port, "nobody"),
                SshKey.generate(""),
                HostKeyCheck.acceptNew(null, line -> {}),
                timeouts);
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @Test
    void aClosedPortIsToldAtOnce() throws Exception {
        int port;
        try (ServerSocket socket = listen()) {
            port = socket.getLocalPort();
        }
        try (SshjShell shell = shell(port, SshTimeouts.standard())) {
            RemoteException e = assertThrows(RemoteException.class, () -> shell.run("true", PATIENCE));
            assertTrue(e.getMessage().contains("could not be reached by SSH: Connection refused"), e.getMessage());
        }
    }

    @Test
    void aServerThatNeverSpeaksIsGivenUp() throws Exception {
        try (ServerSocket silent = listen();
                SshjShell shell = shell(silent.getLocalPort(), HASTY)) {
            assertThrows(RemoteException.class, () -> shell.run("true", PATIENCE));
            assertThrows(RemoteException.class, () -> shell.run("true", PATIENCE));
        }
    }

    @Test
    void aServerThatOnlyGreetsIsGivenUp() throws Exception {
        try (ServerSocket server = listen();
                SshjShell shell = shell(server.getLocalPort(), HASTY)) {
            CompletableFuture<Socket> greeted = CompletableFuture.supplyAsync(() -> greet(server));
            assertThrows(RemoteException.class, () -> shell.run("true", PATIENCE));
            greeted.join().close();
        }
    }

    private static Socket greet(ServerSocket server) {
        try {
            Socket socket = server.accept();
            socket.getOutputStream().write("SSH-2.0-silence\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anInterruptEndsTheConnecting() throws Exception {
        try (ServerSocket silent = listen();
                SshjShell shell = shell(silent.getLocalPort(), SshTimeouts.standard())) {
            CountDownLatch interrupted = new CountDownLatch(1);
            Thread caller = new Thread(() -> {
                try {
                    shell.run("true", PATIENCE);
                } catch (InterruptedException e) {
                    interrupted.countDown();
                } catch (RemoteException e) {
                    // The latch stays up.
                }
            });
            caller.start();
            try (Socket met = silent.accept()) { // so that it is in the middle of connecting
                assertTrue(met.isConnected());
                caller.interrupt();
                caller.join();
            }
            assertEquals(0, interrupted.getCount());
        }
    }

    @Test
    void aClosedShellRunsNothing() throws Exception {
        SshjShell shell = shell(1, HASTY);
        shell.close();
        shell.close();
        assertThrows(IllegalStateException.class, () -> shell.run("true", PATIENCE));
    }
}
