package io.jenkins.plugins.monai.engine.inference.configure;

import io.jenkins.plugins.monai.engine.inference.Account;
import io.jenkins.plugins.monai.engine.inference.InferenceContext;
import io.jenkins.plugins.monai.engine.inference.InferenceRequest;
import io.jenkins.plugins.monai.engine.inference.InferenceState;
import io.jenkins.plugins.monai.engine.inference.bucket.BucketObjects;
import io.jenkins.plugins.monai.engine.inference.bucket.BucketTraits;
import io.jenkins.plugins.monai.engine.inference.bucket.InputBucket;
import io.jenkins.plugins.monai.engine.inference.bucket.LedgerReport;
import io.jenkins.plugins.monai.engine.inference.trigger.TriggerCheck;
import io.jenkins.plugins.monai.engine.machine.standing.StandingInstance;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;
import io.jenkins.plugins.monai.engine.registry.ImageReference;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import java.io.IOException;
import java.util.Optional;

/** Finds out all that can be found out before anything is made: the cheapest checks first. */
final class InferencePreflightPhase implements Phase<InferenceContext> {

    @Override
    public String name() {
        return "PREFLIGHT";
    }

    @Override
    public Advance advance(InferenceContext context) throws OperationException, InterruptedException {
        InferenceRequest request = context.request();
        InferenceState state = context.state();
        request.check();
        checkStudy(context);
        state.account(Account.ofCaller(context.aws()));
        new InputBucket(context.aws(), request.bucket()).check(state.account(), context.log());
        BucketTraits traits = new BucketTraits(
                context.aws(), request.bucket(), state.account().id(), context.log());
        traits.warn();
        state.encryption(traits.encryption(request.kmsKey()));
        context.log().line("What is written to the bucket is encrypted by " + state.encryption());
        TriggerCheck.check(context);
        ImageReference image = new MapImages(
                        context.aws(), request.endpoints().registry(), context.proxy(), context.log()::hide)
                .resolve(request.map());
        state.image(image.toString(), image.digest());
        context.log().line("The MAP is " + image);
        checkMachine(context);
        BucketObjects objects = new BucketObjects(
                context.aws(), request.bucket(), state.account().id());
        new LedgerReport(objects, request.prefixes().ledger(), context.log(), context.clock()).warn();
        return Advance.done();
    }

    private static void checkStudy(InferenceContext context) throws OperationException {
        String study = context.request().smokeTestStudy();
        try {
            if (study != null && (context.source() == null || context.source().kind(study) != SourceTree.Kind.FILE)) {
                throw new OperationException(
                        "There is no file '" + study + "' in the workspace", "Check smokeTestStudy");
            }
        } catch (IOException e) {
            throw new OperationException(
                    "The workspace cannot be read: " + e.getMessage(), "See whether its agent is still connected", e);
        }
    }

    /** A launch is rehearsed only where one is due. */
    private static void checkMachine(InferenceContext context) throws OperationException, InterruptedException {
        Optional<StandingInstance> machine = context.machine().find();
        if (machine.isEmpty() || !context.machine().differences(machine.get()).isEmpty()) {
            context.machine().check();
        }
    }
}
