package io.jenkins.plugins.monai.engine.inference.trigger;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.inference.InferenceContext;
import io.jenkins.plugins.monai.engine.inference.Names;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;
import java.util.List;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** Has the function look from time to time for uploads whose event never came. */
public final class SchedulePhase implements Phase<InferenceContext> {

    private static final String EXPRESSION = "rate(5 minutes)";
    private static final String INPUT = "{\"action\":\"sweep\"}";

    @Override
    public String name() {
        return "SCHEDULE";
    }

    @Override
    public Advance advance(InferenceContext context) throws OperationException, InterruptedException {
        String rule = Names.schedule(context.request().functionName());
        if (!isRight(context.aws(), rule)) {
            List<Tag> tags = context.tags().entrySet().stream()
                    .map(t -> Tag.builder().key(t.getKey()).value(t.getValue()).build())
                    .toList();
            AwsErrors.call(
                    AwsCall.PUT_RULE,
                    () -> context.aws()
                            .events()
                            .putRule(r -> r.name(rule)
                                    .description("monai-deploy: looks for uploads whose event never came")
                                    .scheduleExpression(EXPRESSION)
                                    .state(RuleState.ENABLED)
                                    .tags(tags)));
            context.changed("schedule " + rule);
        }
        Target wanted = Target.builder()
                .id(Names.SCHEDULE_TARGET)
                .arn(context.state().account().functionArn(context.request().functionName()))
                .input(INPUT)
                .build();
        if (!hasTarget(context.aws(), rule, wanted)) {
            AwsErrors.call(
                    AwsCall.PUT_TARGETS,
                    () -> context.aws().events().putTargets(r -> r.rule(rule).targets(wanted)));
            context.changed("target of schedule " + rule);
        }
        return Advance.done();
    }

    private static boolean isRight(AwsClients aws, String rule) throws OperationException, InterruptedException {
        return AwsErrors.call(AwsCall.DESCRIBE_RULE, () -> {
            try {
                var found = aws.events().describeRule(r -> r.name(rule));
                return EXPRESSION.equals(found.scheduleExpression()) && found.state() == RuleState.ENABLED;
            } catch (ResourceNotFoundException e) {
                return false;
            }
        });
    }

    private static boolean hasTarget(AwsClients aws, String rule, Target wanted)
            throws OperationException, InterruptedException {
        return AwsErrors.call(
                AwsCall.LIST_TARGETS,
                () -> aws.events().listTargetsByRule(r -> r.rule(rule)).targets().stream()
                        .anyMatch(t ->
                                wanted.id().equals(t.id()) && wanted.arn().equals(t.arn()) && INPUT.equals(t.input())));
    }
}
