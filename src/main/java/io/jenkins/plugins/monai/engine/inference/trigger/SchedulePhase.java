package io.jenkins.plugins.monai.engine.inference.trigger;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.aws.ScheduleRules;
import io.jenkins.plugins.monai.engine.aws.ScheduleRules.Target;
import io.jenkins.plugins.monai.engine.inference.InferenceContext;
import io.jenkins.plugins.monai.engine.inference.Names;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;

/** Has the function look from time to time for uploads whose event never came. */
public final class SchedulePhase implements Phase<InferenceContext> {

    private static final String DESCRIPTION = "monai-deploy: looks for uploads whose event never came";
    private static final String EXPRESSION = "rate(5 minutes)";
    private static final String INPUT = "{\"action\":\"sweep\"}";

    @Override
    public String name() {
        return "SCHEDULE";
    }

    @Override
    public Advance advance(InferenceContext context) throws OperationException, InterruptedException {
        ScheduleRules rules = context.aws().events();
        String rule = Names.schedule(context.request().functionName());
        if (!isRight(rules, rule)) {
            AwsErrors.run(AwsCall.PUT_RULE, () -> rules.put(rule, DESCRIPTION, EXPRESSION, context.tags()));
            context.changed("schedule " + rule);
        }
        Target wanted = new Target(
                Names.SCHEDULE_TARGET,
                context.state().account().functionArn(context.request().functionName()),
                INPUT);
        if (!AwsErrors.call(AwsCall.LIST_TARGETS, () -> rules.targets(rule)).contains(wanted)) {
            AwsErrors.run(AwsCall.PUT_TARGETS, () -> rules.putTarget(rule, wanted));
            context.changed("target of schedule " + rule);
        }
        return Advance.done();
    }

    private static boolean isRight(ScheduleRules rules, String rule) throws OperationException, InterruptedException {
        return AwsErrors.call(AwsCall.DESCRIBE_RULE, () -> rules.find(rule))
                .filter(found -> found.enabled() && found.expression().equals(EXPRESSION))
                .isPresent();
    }
}
