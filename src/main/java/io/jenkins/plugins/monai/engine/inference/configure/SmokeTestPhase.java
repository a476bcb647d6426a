package io.jenkins.plugins.monai.engine.inference.configure;

import io.jenkins.plugins.monai.engine.inference.InferenceContext;
import io.jenkins.plugins.monai.engine.inference.SmokeTestResult;
import io.jenkins.plugins.monai.engine.inference.bucket.BucketObjects;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;
import io.jenkins.plugins.monai.engine.source.SourceFile;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Uploads a study as anybody would, and waits until it is filed away with its results. */
final class SmokeTestPhase implements Phase<InferenceContext> {

    private static final Duration POLL = Duration.ofSeconds(5);

    /** For the machine to start and for its agent to report, beside the study's own limit. */
    private static final Duration WAKE = Duration.ofMinutes(15);

    private static final int POLLS_TO_MOVE = 24;

    private static final String FOLDER = "monai-smoke-test/";
    private static final String REASON = ".reason.json";

    @Override
    public String name() {
        return "SMOKE_TEST";
    }

    @Override
    public Advance advance(InferenceContext context) throws OperationException, InterruptedException {
        String study = context.request().smokeTestStudy();
        if (study == null) {
            return Advance.done();
        }
        BucketObjects objects = new BucketObjects(
                context.aws(),
                context.request().bucket(),
                context.state().account().id());
        if (context.state().smokeTestKey() == null) {
            return upload(context, objects, study);
        }
        String path = context.state()
                .smokeTestKey()
                .substring(context.request().prefixes().input().length());
        failOnReason(context, objects, path);
        String inferred = context.request().prefixes().inferred() + path;
        if (objects.exists(inferred)) {
            finish(context, objects, path, inferred);
            return Advance.done();
        }
        if (isLeftWhereItWas(context, objects, path)) {
            context.log()
                    .line("Warning: the results of the smoke test are complete, and its study was not moved. The job in"
                            + " the ledger says why (inputNotMoved); uploads will stay where they are as well");
            finish(context, objects, path, context.state().smokeTestKey());
            return Advance.done();
        }
        Duration patience = WAKE.plusMinutes(context.request().limits().minutes());
        if (context.timeIn(name()).compareTo(patience) > 0) {
            throw new OperationException(
                    "The study of the smoke test was not inferred within " + patience.toMinutes() + " minutes",
                    "See the function's log in CloudWatch, and the runner's on the machine "
                            + context.state().instanceId());
        }
        return Advance.again(POLL, "the results of the smoke test");
    }

    /** Results that stand are a success, also when the upload cannot be moved; moving takes a moment. */
    private static boolean isLeftWhereItWas(InferenceContext context, BucketObjects objects, String path)
            throws OperationException, InterruptedException {
        String manifest = context.request().prefixes().results() + path + "/result.json";
        return !objects.list(manifest).isEmpty() && context.state().resultsSeen() > POLLS_TO_MOVE;
    }

    private static Advance upload(InferenceContext context, BucketObjects objects, String study)
            throws OperationException, InterruptedException {
        String key = context.request().prefixes().input() + FOLDER
                + context.state().getRunId() + "/" + study.replaceFirst(".*/", "");
        SourceTree source = context.source();
        try {
            SourceFile file = source.files(study).get(0);
            try (InputStream in = source.open(study)) {
                objects.put(
                        key,
                        RequestBody.fromInputStream(in, file.size()),
                        context.state().encryption());
            }
        } catch (IOException e) {
            throw new OperationException(
                    "The study '" + study + "' cannot be read: " + e.getMessage(),
                    "See whether the agent of the workspace is still connected",
                    e);
        }
        context.state().smokeTestKey(key);
        context.save();
        context.log().line("Uploaded " + key);
        return Advance.again(POLL, "the results of the smoke test");
    }

    private static void failOnReason(InferenceContext context, BucketObjects objects, String path)
            throws OperationException, InterruptedException {
        Optional<byte[]> reason = objects.get(context.request().prefixes().failed() + path + REASON);
        if (reason.isPresent()) {
            FailureReason why = FailureReason.parse(reason.get());
            why.lastLines().forEach(context.log()::machine);
            throw new OperationException(
                    "The study of the smoke test could not be inferred: " + why.message(), why.remedy());
        }
    }

    private void finish(InferenceContext context, BucketObjects objects, String path, String inferred)
            throws OperationException, InterruptedException {
        List<S3Object> results = objects.list(context.request().prefixes().results() + path + "/");
        if (results.isEmpty()) {
            throw new OperationException(
                    "The smoke test left no results below "
                            + context.request().prefixes().results() + path + "/",
                    "See the runner's log on the machine");
        }
        List<String> keys = results.stream().map(S3Object::key).toList();
        context.state()
                .smokeTest(new SmokeTestResult(
                        context.state().smokeTestKey(),
                        inferred,
                        keys,
                        results.stream().mapToLong(S3Object::size).sum(),
                        context.timeIn(name()).toMillis() / 1000.0));
        keys.forEach(key -> context.log().line("Result " + key));
    }
}
