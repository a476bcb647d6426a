package io.jenkins.plugins.monai.engine.inference.trigger;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.inference.InferenceContext;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.State;

/**
 * Makes the function, or changes what differs of it, one thing at a time and each when Lambda is done with the one
 * before.
 */
public final class FunctionPhase implements Phase<InferenceContext> {

    private static final Duration POLL = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** A new role is known to Lambda after some ten seconds. */
    private static final int MAX_RETRIES = 40;

    private interface Change {
        void make();
    }

    @Override
    public String name() {
        return "FUNCTION";
    }

    @Override
    public Advance advance(InferenceContext context) throws OperationException, InterruptedException {
        WakeDocument document =
                new WakeDocument(context.aws(), context.request().functionName());
        if (!document.ensure(context.tags(), context::changed)) {
            return Advance.again(POLL, "Systems Manager to be done with the document that wakes the machine");
        }
        return function(context);
    }

    private Advance function(InferenceContext context) throws OperationException, InterruptedException {
        Functions functions = new Functions(context.aws(), context.request().functionName());
        FunctionSpec spec = new FunctionSpec(context.request(), context.state());
        Optional<GetFunctionResponse> found = functions.find();
        if (found.isEmpty()) {
            return create(context, spec);
        }
        FunctionConfiguration current = found.get().configuration();
        if (isBusy(current)) {
            if (context.timeIn(name()).compareTo(PATIENCE) > 0) {
                throw new OperationException(
                        "Lambda has not been done with the function for " + PATIENCE.toMinutes() + " minutes",
                        "See the function's state in the Lambda console");
            }
            return Advance.again(POLL, "the function to be active");
        }
        List<String> differences = spec.differences(current);
        if (!differences.isEmpty()) {
            return change(
                    context,
                    AwsCall.UPDATE_FUNCTION_CONFIGURATION,
                    "function " + current.functionName() + ": " + String.join(", ", differences),
                    () -> context.aws().lambda().updateFunctionConfiguration(spec::fill));
        }
        if (!spec.hasCode(current)) {
            return change(
                    context,
                    AwsCall.UPDATE_FUNCTION_CODE,
                    "function " + current.functionName() + ": code",
                    () -> context.aws()
                            .lambda()
                            .updateFunctionCode(r -> r.functionName(current.functionName())
                                    .zipFile(SdkBytes.fromByteArray(spec.code()))));
        }
        if (new InvokeConfig(context).ensure()) {
            context.changed("function " + current.functionName() + ": retries and failure destination");
        }
        return publish(context, functions);
    }

    /** @throws OperationException Lambda could not do what was asked of it last */
    private static boolean isBusy(FunctionConfiguration current) throws OperationException {
        if (current.state() == State.FAILED || current.lastUpdateStatus() == LastUpdateStatus.FAILED) {
            boolean update = current.lastUpdateStatus() == LastUpdateStatus.FAILED;
            throw new OperationException(
                    "The function is not usable: "
                            + (update ? current.lastUpdateStatusReason() : current.stateReason()),
                    "Mend what Lambda names (often the role or its KMS key), or delete the function, and run again");
        }
        return current.state() == State.PENDING || current.lastUpdateStatus() == LastUpdateStatus.IN_PROGRESS;
    }

    private static Advance create(InferenceContext context, FunctionSpec spec)
            throws OperationException, InterruptedException {
        return change(
                context,
                AwsCall.CREATE_FUNCTION,
                "function " + context.request().functionName() + " created",
                () -> context.aws().lambda().createFunction(r -> spec.fill(r, context.tags())));
    }

    private static Advance change(InferenceContext context, AwsCall call, String what, Change change)
            throws OperationException, InterruptedException {
        context.state().functionChanged(true);
        context.save();
        try {
            change.make();
        } catch (AbortedException e) {
            throw AwsErrors.interrupted(e);
        } catch (SdkException e) {
            if (context.state().retries() < MAX_RETRIES && isPassing(e)) {
                context.state().retried();
                return Advance.again(POLL, "Lambda to know the role, or to be done with the function");
            }
            throw explain(call, e);
        }
        context.state().resetRetries();
        context.changed(what);
        return Advance.again(Duration.ZERO, "the function to be active");
    }

    private static boolean isPassing(SdkException e) {
        return AwsErrors.code(e).equals("ResourceConflictException") || isRoleNotKnown(e);
    }

    private static boolean isRoleNotKnown(SdkException e) {
        return AwsErrors.code(e).equals("InvalidParameterValueException")
                && String.valueOf(e.getMessage()).contains("cannot be assumed by Lambda");
    }

    private static OperationException explain(AwsCall call, SdkException e) {
        if (isRoleNotKnown(e)) {
            return new OperationException(
                    "Lambda may not assume the role of the function",
                    "Let lambda.amazonaws.com assume the role that functionRole names, in its trust policy",
                    e);
        }
        return AwsErrors.translate(call, e);
    }

    private static Advance publish(InferenceContext context, Functions functions)
            throws OperationException, InterruptedException {
        Optional<String> latest = context.state().functionChanged() ? Optional.empty() : functions.latestVersion();
        if (latest.isEmpty()) {
            String published = AwsErrors.call(
                    AwsCall.PUBLISH_VERSION,
                    () -> context.aws()
                            .lambda()
                            .publishVersion(
                                    r -> r.functionName(context.request().functionName()))
                            .version());
            latest = Optional.of(published);
            context.changed("function version " + published + " published");
            context.state().functionChanged(false);
        }
        context.state().functionVersion(latest.get());
        return Advance.done();
    }
}
