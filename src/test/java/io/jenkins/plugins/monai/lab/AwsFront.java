package io.jenkins.plugins.monai.lab;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What the plugin takes for AWS: a proxy before the emulator that fills its gaps, makes errors to order and remembers
 * all calls.
 */
public final class AwsFront implements AutoCloseable {

    private static final long LATE_MILLIS = 2000;

    private final WireMockServer server;
    private final List<FrontPart> parts;
    private final Faults faults = new Faults();
    private final ServiceQuotas quotas = new ServiceQuotas();
    private final PublicParameters parameters = new PublicParameters();
    private final KeyPairs keyPairs = new KeyPairs();
    private final Upstream upstream;
    private final Launches launches;
    private final ConcurrentLinkedQueue<AwsRequest> calls = new ConcurrentLinkedQueue<>();

    AwsFront(URI emulator, InstanceHosts hosts) {
        upstream = new Upstream(emulator);
        launches = new Launches(upstream, keyPairs, hosts);
        parts = List.of(
                faults,
                launches::check,
                new DryRuns(),
                keyPairs,
                new InstanceTypes(),
                quotas,
                parameters,
                new Consoles(hosts),
                new Commands(hosts),
                launches::run);
        server = new WireMockServer(options()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .disableRequestJournal()
                .extensions(new Parts()));
        server.stubFor(any(anyUrl()).willReturn(aResponse().proxiedFrom(emulator.toString())));
        server.stubFor(get("/checkip").willReturn(ok("127.0.0.1\n")));
        server.start();
    }

    /** Hands each call to the parts before the proxy has it. */
    private final class Parts implements ResponseDefinitionTransformerV2 {

        @Override
        public String getName() {
            return "aws-front";
        }

        @Override
        public ResponseDefinition transform(ServeEvent event) {
            if (event.getResponseDefinition().getProxyBaseUrl() == null) {
                return event.getResponseDefinition();
            }
            AwsRequest request = new AwsRequest(event.getRequest());
            calls.add(request);
            try {
                if (faults.comesTwice(request) && answer(request).isEmpty()) {
                    upstream.send(request);
                }
                Optional<ResponseDefinition> answer = answer(request);
                Optional<ResponseDefinition> loss = faults.loss(request);
                if (loss.isPresent() && answer.isEmpty()) {
                    upstream.send(request);
                }
                if (faults.isLate(request)) {
                    Thread.sleep(LATE_MILLIS);
                }
                return loss.or(() -> answer).orElse(event.getResponseDefinition());
            } catch (IOException e) {
                return AwsReply.error(request, "InternalError", "The laboratory failed: " + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return AwsReply.error(request, "ServiceUnavailable", "The laboratory is closing.");
            }
        }
    }

    private Optional<ResponseDefinition> answer(AwsRequest request) throws IOException, InterruptedException {
        for (FrontPart part : parts) {
            Optional<ResponseDefinition> answer = part.answer(request);
            if (answer.isPresent()) {
                return answer;
            }
        }
        return Optional.empty();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /**
     * Orders an error: the next calls of an action get it. Errors of capacity and quota leave dry runs alone.
     *
     * @param action {@code RunInstances}, or with its service, {@code ec2:RunInstances}
     * @param code AWS's error code
     */
    public void fail(String action, String code, int times) {
        fail(action, code, code + ", ordered of the laboratory.", times);
    }

    /** {@link #fail(String, String, int)} with AWS's message for it. */
    public void fail(String action, String code, String message, int times) {
        faults.add(calls(action), code, message, times);
    }

    /** Orders an error for the calls of a kind, such as a launch of one instance type. */
    public void fail(Predicate<AwsRequest> which, String code, String message, int times) {
        faults.add(which, code, message, times);
    }

    /**
     * Orders what goes wrong with a call of one phase.
     *
     * @param lastPhase of the operation
     * @param phase that which runs
     */
    public void order(Fault fault, NamedCalls.PhaseCall call, String lastPhase, Supplier<String> phase) {
        fault.order(
                faults,
                call,
                lastPhase,
                r -> r.operation().equals(call.operation()) && phase.get().equals(call.phase()));
    }

    /** The next calls of an action find their connection reset. */
    public void resetConnection(String action, int times) {
        faults.addReset(calls(action), times);
    }

    /** The next calls of an action are carried out, and their answers get lost on the way. */
    public void loseAnswer(String action, int times) {
        faults.addLoss(calls(action), times);
    }

    /** The next calls of an action of EC2 are answered with these elements, whatever the emulator has. */
    public void answer(String action, String elements, int times) {
        faults.addAnswer(calls(action), request -> AwsReply.ec2(action.replaceFirst(".*:", ""), elements), times);
    }

    /** The next calls of an action of a service that speaks JSON are answered with this. */
    public void answerJson(String action, String body, int times) {
        faults.addAnswer(calls(action), request -> AwsReply.json(body), times);
    }

    /** Something that happens just before each of the next calls of an action is carried out. */
    public void before(String action, Runnable what, int times) {
        AtomicInteger left = new AtomicInteger(times);
        faults.addAnswer(
                calls(action).and(request -> {
                    if (left.getAndDecrement() > 0) {
                        what.run();
                    }
                    return false;
                }),
                request -> null,
                1);
    }

    private static Predicate<AwsRequest> calls(String action) {
        return request ->
                request.iamAction().equals(action) || request.iamAction().endsWith(":" + action);
    }

    /** Sets a quota of EC2, in vCPUs: {@code L-DB2E81BA} is that of running G instances. 32 unless set. */
    public void quota(String quotaCode, double value) {
        quotas.set(quotaCode, value);
    }

    /** Forgets ordered errors, set quotas and the calls so far. */
    public void reset() {
        faults.clear();
        quotas.reset();
        calls.clear();
    }

    /** All calls since the start or {@link #reset}, in the order in which they came. */
    public List<AwsRequest> requests() {
        return List.copyOf(calls);
    }

    /** The calls of one action, named as in {@link #fail(String, String, int)}. */
    public List<AwsRequest> requests(String action) {
        return calls.stream().filter(calls(action)).toList();
    }

    int keyPairs(String tag, String value) {
        return keyPairs.count(tag, value);
    }

    void parameter(String name, String value) {
        parameters.put(name, value);
    }

    void image(String imageId, String architecture) {
        launches.image(imageId, architecture);
    }

    @Override
    public void close() {
        server.stop();
    }
}
