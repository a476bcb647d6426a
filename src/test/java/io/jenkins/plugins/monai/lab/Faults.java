package io.jenkins.plugins.monai.lab;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Errors to order, in the order they were asked for. */
final class Faults implements FrontPart {

    /** What AWS finds out only when it really launches: a dry run passes. */
    private static final Set<String> NOT_IN_DRY_RUN = Set.of("InsufficientInstanceCapacity", "VcpuLimitExceeded");

    private static final String CONNECTION_RESET = "connection reset";

    private record Order(Predicate<AwsRequest> which, String code, String message, AtomicInteger left) {}

    private final ConcurrentLinkedQueue<Order> faults = new ConcurrentLinkedQueue<>();

    void add(Predicate<AwsRequest> which, String code, String message, int times) {
        faults.add(new Order(which, code, message, new AtomicInteger(times)));
    }

    void addReset(Predicate<AwsRequest> which, int times) {
        add(which, CONNECTION_RESET, "", times);
    }

    void clear() {
        faults.clear();
    }

    @Override
    public Optional<ResponseDefinition> answer(AwsRequest request) {
        boolean dryRun = request.parameter("DryRun").filter("true"::equals).isPresent();
        for (Order fault : faults) {
            if (fault.which().test(request)
                    && !(dryRun && NOT_IN_DRY_RUN.contains(fault.code()))
                    && fault.left().getAndDecrement() > 0) {
                return Optional.of(
                        fault.code().equals(CONNECTION_RESET)
                                ? new ResponseDefinitionBuilder()
                                        .withFault(Fault.CONNECTION_RESET_BY_PEER)
                                        .build()
                                : AwsReply.error(request, fault.code(), fault.message()));
            }
        }
        return Optional.empty();
    }
}
