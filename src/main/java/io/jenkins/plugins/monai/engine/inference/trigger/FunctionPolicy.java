package io.jenkins.plugins.monai.engine.inference.trigger;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** Who may invoke the function. */
final class FunctionPolicy {

    private final AwsClients aws;
    private final String function;

    FunctionPolicy(AwsClients aws, String function) {
        this.aws = aws;
        this.function = function;
    }

    /**
     * Sees to it that the policy has the statement; one of the same id that says something else is replaced.
     *
     * @return whether something was changed
     */
    boolean ensure(Grant grant) throws OperationException, InterruptedException {
        String policy = read();
        if (grant.isIn(policy)) {
            return false;
        }
        if (Grant.hasStatement(policy, grant.id())) {
            AwsErrors.call(
                    AwsCall.REMOVE_PERMISSION,
                    () -> aws.lambda()
                            .removePermission(r -> r.functionName(function).statementId(grant.id())));
        }
        AwsErrors.call(
                AwsCall.ADD_PERMISSION,
                () -> aws.lambda()
                        .addPermission(r -> r.functionName(function)
                                .statementId(grant.id())
                                .action(Grant.ACTION)
                                .principal(grant.service())
                                .sourceArn(grant.sourceArn())
                                .sourceAccount(grant.account())));
        return true;
    }

    /** Null when the function has none. */
    private String read() throws OperationException, InterruptedException {
        return AwsErrors.call(AwsCall.GET_POLICY, () -> {
            try {
                return aws.lambda().getPolicy(r -> r.functionName(function)).policy();
            } catch (ResourceNotFoundException e) {
                return null;
            }
        });
    }
}
