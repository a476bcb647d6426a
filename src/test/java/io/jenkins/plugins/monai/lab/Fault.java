package io.jenkins.plugins.monai.lab;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import io.jenkins.plugins.monai.lab.NamedCalls.PhaseCall;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What may go wrong with a call of AWS, by one script for all of them. */
public enum Fault {
    /** Less often than the AWS SDK's standard retry mode tries. */
    THROTTLED("throttled twice"),
    THROTTLED_ON("throttled on and on"),
    SERVER_ERROR("HTTP 500 twice"),
    RESET("connection reset twice"),
    ANSWER_LOST("answer lost"),
    TWICE("delivered twice"),
    SLOW("answered late"),
    LATE("not known yet, three times"),
    DENIED("access denied"),
    EXPIRED("token expired"),
    MALFORMED("answered with a web page"),
    NO_CAPACITY("no capacity once"),
    NO_CAPACITY_ON("no capacity anywhere"),
    NO_QUOTA("quota used up"),
    KILLED_BEFORE("controller killed before it"),
    KILLED_AFTER("controller killed after it");

    private static final int TIMES_FOR_GOOD = 999;
    private static final int A_WHILE = 5;

    private static final Set<Fault> FOR_GOOD = EnumSet.of(THROTTLED_ON, DENIED, EXPIRED, MALFORMED);

    /** As a captive proxy answers, with HTTP 200. */
    private static final String WEB_PAGE = "<html><body>Sign in to the hospital's network</body></html>";

    /** Codes of the services that do not spell them as most do. */
    private static final Map<String, String> THROTTLING = Map.of(
            "ec2", "RequestLimitExceeded", "s3", "SlowDown", "lambda", "TooManyRequestsException", "sts", "Throttling");

    private static final Map<String, String> NOT_ALLOWED =
            Map.of("ec2", "UnauthorizedOperation", "s3", "AccessDenied", "sts", "AccessDenied");
    private static final Map<String, String> TOO_OLD = Map.of("ec2", "RequestExpired", "s3", "ExpiredToken");
    private static final Map<String, String> BROKEN = Map.of(
            "ec2", "InternalError", "s3", "InternalError", "lambda", "ServiceException", "sts", "InternalFailure");

    private final String told;

    Fault(String told) {
        this.told = told;
    }

    /**
     * As the matrix has it.
     *
     * @param lastPhase where what goes wrong for good goes wrong for a while: what a clean-up cannot remove is the reaper's
     */
    public String of(PhaseCall call, String lastPhase) {
        return call.operation() + ": " + told + (isForAWhile(call, lastPhase) ? " for a while" : "");
    }

    private boolean isForAWhile(PhaseCall call, String lastPhase) {
        return FOR_GOOD.contains(this) && call.phase().equals(lastPhase);
    }

    /** Whether a fault means anything for a call. */
    public boolean concerns(PhaseCall call) {
        return switch (this) {
            case THROTTLED_ON, ANSWER_LOST, TWICE, SLOW, KILLED_AFTER -> !call.isReading();
            case LATE -> Lateness.isKnown(call.operation()) && !isRehearsal(call);
            case NO_CAPACITY, NO_CAPACITY_ON, NO_QUOTA -> call.operation().equals("RunInstances");
            default -> true;
        };
    }

    /** What a launch that is only tried names has been there for long, or is the user's mistake. */
    private static boolean isRehearsal(PhaseCall call) {
        return call.phase().equals("PREFLIGHT") && call.operation().equals("RunInstances");
    }

    /** Whether the operation has to come to the result that it would have come to without the fault. */
    public boolean isToBeSurvived() {
        return switch (this) {
            case THROTTLED_ON, DENIED, EXPIRED, MALFORMED, NO_CAPACITY_ON, NO_QUOTA -> false;
            default -> true;
        };
    }

    /** Whether it is the controller that dies, and no call that goes wrong. */
    public boolean isDeath() {
        return this == KILLED_BEFORE || this == KILLED_AFTER;
    }

    void order(Faults faults, PhaseCall call, String lastPhase, Predicate<AwsRequest> which) {
        int onAndOn = isForAWhile(call, lastPhase) ? A_WHILE : TIMES_FOR_GOOD;
        switch (this) {
            case THROTTLED -> error(faults, which, THROTTLING, "ThrottlingException", 2);
            case THROTTLED_ON -> error(faults, which, THROTTLING, "ThrottlingException", onAndOn);
            case SERVER_ERROR -> error(faults, which, BROKEN, "InternalServerError", 2);
            case RESET -> faults.addReset(which, 2);
            case ANSWER_LOST -> faults.addLoss(which, 1);
            case TWICE -> faults.addTwice(which, 1);
            case SLOW -> faults.addLate(which, 1);
            case LATE -> faults.addAnswer(which, Lateness::answer, 3);
            case DENIED -> error(faults, which, NOT_ALLOWED, "AccessDeniedException", onAndOn);
            case EXPIRED -> error(faults, which, TOO_OLD, "ExpiredTokenException", onAndOn);
            case MALFORMED -> faults.addAnswer(which, request -> webPage(), onAndOn);
            case NO_CAPACITY -> faults.add(which, "InsufficientInstanceCapacity", "No room, ordered.", 1);
            case NO_CAPACITY_ON ->
                faults.add(which, "InsufficientInstanceCapacity", "No room, ordered.", TIMES_FOR_GOOD);
            case NO_QUOTA -> faults.add(which, "VcpuLimitExceeded", "No vCPUs left, ordered.", TIMES_FOR_GOOD);
            case KILLED_BEFORE, KILLED_AFTER ->
                throw new IllegalArgumentException("It is the controller that is killed: see NamedCalls");
        }
    }

    private static void error(
            Faults faults, Predicate<AwsRequest> which, Map<String, String> codes, String other, int times) {
        faults.addAnswer(
                which,
                request -> AwsReply.error(
                        request, codes.getOrDefault(request.service(), other), "Ordered of the laboratory."),
                times);
    }

    private static ResponseDefinition webPage() {
        return new ResponseDefinitionBuilder()
                .withStatus(200)
                .withHeader("Content-Type", "text/html")
                .withBody(WEB_PAGE)
                .build();
    }
}
