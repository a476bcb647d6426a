package io.jenkins.plugins.monai.lab;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/** Answers to order, mostly errors, in the order they were asked for. */
final class Faults implements FrontPart {

    /** What AWS finds out only when it really launches: a dry run passes. */
    private static final Set<String> NOT_IN_DRY_RUN = Set.of("InsufficientInstanceCapacity", "VcpuLimitExceeded");

    private record Order(
            Predicate<AwsRequest> which, Function<AwsRequest, ResponseDefinition> answer, AtomicInteger left) {

        boolean takes(AwsRequest request) {
            return which.test(request) && left.getAndDecrement() > 0;
        }
    }

    private final ConcurrentLinkedQueue<Order> orders = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Order> lost = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Order> twice = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Order> late = new ConcurrentLinkedQueue<>();

    void add(Predicate<AwsRequest> which, String code, String message, int times) {
        Predicate<AwsRequest> launches =
                NOT_IN_DRY_RUN.contains(code) ? which.and(request -> !request.isDryRun()) : which;
        addAnswer(launches, request -> AwsReply.error(request, code, message), times);
    }

    void addAnswer(Predicate<AwsRequest> which, Function<AwsRequest, ResponseDefinition> answer, int times) {
        orders.add(new Order(which, answer, new AtomicInteger(times)));
    }

    /** The call is carried out, and its answer takes its time. */
    void addLate(Predicate<AwsRequest> which, int times) {
        late.add(new Order(which, request -> null, new AtomicInteger(times)));
    }

    boolean isLate(AwsRequest request) {
        return late.stream().anyMatch(order -> order.takes(request));
    }

    void addReset(Predicate<AwsRequest> which, int times) {
        addAnswer(which, request -> connectionReset(), times);
    }

    /** The call is carried out, and nobody hears of it. */
    void addLoss(Predicate<AwsRequest> which, int times) {
        lost.add(new Order(
                which.and(request -> !request.isDryRun()), request -> connectionReset(), new AtomicInteger(times)));
    }

    /** The call comes twice: the first answer is heard by nobody. */
    void addTwice(Predicate<AwsRequest> which, int times) {
        twice.add(new Order(which.and(request -> !request.isDryRun()), request -> null, new AtomicInteger(times)));
    }

    void clear() {
        orders.clear();
        lost.clear();
        twice.clear();
        late.clear();
    }

    boolean comesTwice(AwsRequest request) {
        return twice.stream().anyMatch(order -> order.takes(request));
    }

    @Override
    public Optional<ResponseDefinition> answer(AwsRequest request) {
        return orders.stream()
                .filter(order -> order.takes(request))
                .findFirst()
                .map(order -> order.answer().apply(request));
    }

    /** What takes the place of the answer to a call that was carried out; empty when it is to be heard. */
    Optional<ResponseDefinition> loss(AwsRequest request) {
        return lost.stream()
                .filter(order -> order.takes(request))
                .findFirst()
                .map(order -> order.answer().apply(request));
    }

    private static ResponseDefinition connectionReset() {
        return new ResponseDefinitionBuilder()
                .withFault(Fault.CONNECTION_RESET_BY_PEER)
                .build();
    }
}
