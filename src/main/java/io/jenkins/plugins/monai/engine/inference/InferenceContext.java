package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.inference.host.Installation;
import io.jenkins.plugins.monai.engine.inference.host.SsmCommands;
import io.jenkins.plugins.monai.engine.inference.trigger.BucketNotifications;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.machine.StandingIdentity;
import io.jenkins.plugins.monai.engine.machine.standing.StandingMachine;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.SafeLog;
import io.jenkins.plugins.monai.engine.operation.StateStore;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import java.io.IOException;
import java.net.ProxySelector;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.FilterRuleName;
import software.amazon.awssdk.services.s3.model.LambdaFunctionConfiguration;

/** What the phases share. Nothing in it but the state outlives the process. */
public final class InferenceContext {

    private final InferenceRequest request;
    private final RunIdentity identity;
    private final InferenceState state;
    private final StateStore<InferenceState> store;
    private final AwsClients aws;
    private final SourceTree source;
    private final EngineLog log;
    private final Clock clock;
    private final ProxySelector proxy;
    private final StandingMachine machine;
    private final SsmCommands commands;

    public InferenceContext(
            InferenceRequest request,
            RunIdentity identity,
            InferenceState state,
            StateStore<InferenceState> store,
            AwsClients aws,
            SourceTree source,
            EngineLog given,
            Clock clock,
            ProxySelector proxy) {
        this.request = request;
        this.identity = identity;
        this.state = state;
        this.aws = aws;
        this.source = source;
        this.log = SafeLog.of(given);
        this.store = store.with(log);
        this.clock = clock;
        this.proxy = proxy;
        StandingIdentity standing = new StandingIdentity(request.functionName(), request.bucket(), identity);
        this.machine = new StandingMachine(aws, standing, request.machine(), state.machine(), this::save, log, clock);
        this.commands = new SsmCommands(aws, log, this::save);
    }

    public InferenceRequest request() {
        return request;
    }

    public InferenceState state() {
        return state;
    }

    public AwsClients aws() {
        return aws;
    }

    public SourceTree source() {
        return source;
    }

    public EngineLog log() {
        return log;
    }

    public Clock clock() {
        return clock;
    }

    public ProxySelector proxy() {
        return proxy;
    }

    public StandingMachine machine() {
        return machine;
    }

    public SsmCommands commands() {
        return commands;
    }

    public Installation installation() {
        return Installation.of(request, state);
    }

    public BucketNotifications notifications() {
        return new BucketNotifications(aws, request.bucket(), state.account().id());
    }

    /** Our entry in the bucket's notification configuration. */
    public LambdaFunctionConfiguration notification() {
        return LambdaFunctionConfiguration.builder()
                .id(Names.notification(request.functionName()))
                .lambdaFunctionArn(state.account().functionArn(request.functionName()))
                .events(Event.S3_OBJECT_CREATED)
                .filter(f -> f.key(k -> k.filterRules(FilterRule.builder()
                        .name(FilterRuleName.PREFIX)
                        .value(request.prefixes().input())
                        .build())))
                .build();
    }

    /** The tags of whatever is not on EC2. */
    public Map<String, String> tags() {
        return Map.of(
                StandingIdentity.TAG,
                request.functionName(),
                "monai-deploy:controller",
                identity.controller(),
                "monai-deploy:job",
                identity.job().length() > 256 ? identity.job().substring(0, 256) : identity.job());
    }

    /** Notes what was changed, for the log and the result. */
    public void changed(String what) {
        state.changed(what);
        log.line("Changed: " + what);
    }

    /** To be called before each side effect that cannot be found again by name or tag. */
    public void save() throws OperationException {
        try {
            store.save(state);
        } catch (IOException e) {
            throw new OperationException(
                    "The state of the operation could not be saved: " + e.getMessage(),
                    "Make room on, or repair, the disk that holds the build's record",
                    e);
        }
    }

    /** How long ago a phase began that has begun. */
    public Duration timeIn(String phase) {
        long since = state.getPhases().stream()
                .filter(p -> p.getName().equals(phase))
                .findFirst()
                .orElseThrow()
                .getStartMillis();
        return Duration.ofMillis(clock.millis() - since);
    }
}
