package io.jenkins.plugins.monai.engine.inference.host;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.inference.CommandState;
import io.jenkins.plugins.monai.engine.inference.InferenceContext;
import io.jenkins.plugins.monai.engine.machine.StateSaver;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.text.ForeignText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationResponse;
import software.amazon.awssdk.services.ssm.model.InstanceInformationStringFilter;
import software.amazon.awssdk.services.ssm.model.PingStatus;

/** Runs commands on the machine through Systems Manager, without a login or an open port. */
final class SsmCommands {

    private static final String DOCUMENT = "AWS-RunShellScript";
    private static final Duration POLL = Duration.ofSeconds(3);

    /** How long a command waits for the machine's agent. */
    private static final int DELIVERY_SECONDS = 600;

    private static final int MAX_REFUSALS = 20;

    /** Characters of the last line in a message. */
    private static final int LAST_LINE = 500;

    private final AwsClients aws;
    private final EngineLog log;
    private final StateSaver saver;

    static SsmCommands of(InferenceContext context) {
        return new SsmCommands(context.aws(), context.log(), context::save);
    }

    SsmCommands(AwsClients aws, EngineLog log, StateSaver saver) {
        this.aws = aws;
        this.log = log;
        this.saver = saver;
    }

    /** A machine that runs answers only when its agent does: that is what is asked here. */
    boolean isOnline(String instanceId) throws OperationException, InterruptedException {
        return AwsErrors.call(
                        AwsCall.DESCRIBE_INSTANCE_INFORMATION,
                        () -> aws.ssm()
                                .describeInstanceInformation(r -> r.filters(InstanceInformationStringFilter.builder()
                                        .key("InstanceIds")
                                        .values(instanceId)
                                        .build())))
                .instanceInformationList()
                .stream()
                .anyMatch(i -> instanceId.equals(i.instanceId()) && i.pingStatus() == PingStatus.ONLINE);
    }

    /**
     * Sends a command, or follows the one that was sent, until it has ended well.
     *
     * @param script constant text, but for one argument in base64
     * @param seconds how long it may take
     * @param comment what it is, at most 100 characters
     * @throws OperationException it failed; the message has what it printed last
     */
    Advance run(String instanceId, CommandState state, String script, int seconds, String comment)
            throws OperationException, InterruptedException {
        if (state.commandId() == null) {
            return send(instanceId, state, script, seconds, comment);
        }
        GetCommandInvocationResponse invocation;
        try {
            invocation = aws.ssm()
                    .getCommandInvocation(r -> r.commandId(state.commandId()).instanceId(instanceId));
        } catch (AbortedException e) {
            throw AwsErrors.interrupted(e);
        } catch (SdkException e) {
            // It appears a moment after the command.
            if (AwsErrors.code(e).equals("InvocationDoesNotExist") && state.refusals() < MAX_REFUSALS) {
                state.refused();
                return Advance.again(POLL, "the machine to take the command");
            }
            throw AwsErrors.translate(AwsCall.GET_COMMAND_INVOCATION, e);
        }
        return switch (invocation.statusAsString()) {
            case "Success" -> {
                invocation.standardOutputContent().lines().forEach(log::machine);
                yield Advance.done();
            }
            case "Pending", "InProgress", "Delayed" -> Advance.again(POLL, comment);
            default -> throw failed(invocation, comment);
        };
    }

    private Advance send(String instanceId, CommandState state, String script, int seconds, String comment)
            throws OperationException, InterruptedException {
        try {
            String id = aws.ssm()
                    .sendCommand(r -> r.documentName(DOCUMENT)
                            .instanceIds(instanceId)
                            .comment(comment)
                            .timeoutSeconds(DELIVERY_SECONDS)
                            .parameters(Map.of(
                                    "commands", List.of(script), "executionTimeout", List.of(String.valueOf(seconds)))))
                    .command()
                    .commandId();
            state.sent(id);
            saver.save();
            return Advance.again(POLL, comment);
        } catch (AbortedException e) {
            throw AwsErrors.interrupted(e);
        } catch (SdkException e) {
            if (AwsErrors.code(e).equals("InvalidInstanceId") && state.refusals() < MAX_REFUSALS) {
                state.refused();
                return Advance.again(POLL, "the agent on the machine");
            }
            throw AwsErrors.translate(AwsCall.SEND_COMMAND, e);
        }
    }

    private OperationException failed(GetCommandInvocationResponse invocation, String comment) {
        String printed = (invocation.standardOutputContent() + "\n" + invocation.standardErrorContent()).strip();
        printed.lines().forEach(log::machine);
        String last = printed.lines().reduce((a, b) -> b).orElse("it printed nothing");
        return new OperationException(
                "The command '" + comment + "' ended on the machine as " + invocation.statusDetails() + " with "
                        + invocation.responseCode() + " ("
                        + ForeignText.line(last, LAST_LINE).replaceAll("\\.+$", "") + ")",
                "See above what it printed; the command's id is " + invocation.commandId());
    }
}
