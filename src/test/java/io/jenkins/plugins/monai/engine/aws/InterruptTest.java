package io.jenkins.plugins.monai.engine.aws;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** An interrupt during a call to AWS is an interrupt, wherever the call is, and no network that fails. */
class InterruptTest {

    /** Where the server keeps the caller waiting. */
    enum Stage {
        BEFORE_THE_ANSWER,
        AFTER_THE_HEADERS,
        WITHIN_THE_BODY,
        AFTER_AN_ERROR_THAT_IS_TRIED_AGAIN
    }

    private static final byte[] HALF = "<GetCallerIdentityResponse><GetCallerIdentityResult>".getBytes();

    private final CountDownLatch waiting = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private SdkAwsClients aws;
    private volatile Stage stage;

    /** How a service is called: by a module of the SDK, and by its core alone. */
    enum Way {
        MODULE(AwsCall.GET_CALLER_IDENTITY) {
            @Override
            void call(AwsClients aws) {
                aws.sts().getCallerIdentity();
            }
        },
        CORE(AwsCall.DELETE_RULE) {
            @Override
            void call(AwsClients aws) {
                aws.events().delete("rule");
            }
        };

        private final AwsCall call;

        Way(AwsCall call) {
            this.call = call;
        }

        abstract void call(AwsClients aws);
    }

    static Stream<Arguments> waysAndStages() {
        return Arrays.stream(Way.values())
                .flatMap(way -> Arrays.stream(Stage.values()).map(stage -> Arguments.of(way, stage)));
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        aws = new SdkAwsClients(
                "us-east-1",
                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")),
                Endpoints.of(Map.of(
                        Endpoints.ALL, "http://127.0.0.1:" + server.getAddress().getPort())),
                null,
                List.of());
    }

    @AfterEach
    void stop() {
        over.countDown();
        aws.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        try {
            if (stage == Stage.AFTER_AN_ERROR_THAT_IS_TRIED_AGAIN) {
                exchange.sendResponseHeaders(503, -1);
                exchange.close();
                waiting.countDown();
                return;
            }
            if (stage != Stage.BEFORE_THE_ANSWER) {
                exchange.sendResponseHeaders(200, 10_000);
                exchange.getResponseBody().flush();
            }
            if (stage == Stage.WITHIN_THE_BODY) {
                exchange.getResponseBody().write(HALF);
                exchange.getResponseBody().flush();
            }
            waiting.countDown();
            over.await();
            exchange.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @MethodSource("waysAndStages")
    void anInterruptWhileAwsAnswersIsAnInterrupt(Way way, Stage where) throws Exception {
        stage = where;
        Thread caller = Thread.currentThread();
        threads.execute(() -> {
            try {
                waiting.await();
                caller.interrupt();
                // What reads from a socket does not hear of it before the connection ends.
                over.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThrows(InterruptedException.class, () -> AwsErrors.run(way.call, () -> way.call(aws)));
        assertFalse(Thread.interrupted(), "the exception tells of it");
    }

    @ParameterizedTest
    @CsvSource({
        "MODULE, AFTER_THE_HEADERS",
        "MODULE, WITHIN_THE_BODY",
        "CORE, AFTER_THE_HEADERS",
        "CORE, WITHIN_THE_BODY",
    })
    void anAnswerThatBreaksOffWithoutAnInterruptIsTrouble(Way way, Stage where) {
        stage = where;
        over.countDown();
        OperationException e =
                assertThrows(OperationException.class, () -> AwsErrors.run(way.call, () -> way.call(aws)));
        assertTrue(e.getMessage().contains("could not be reached for " + way.call), e.getMessage());
    }
}
