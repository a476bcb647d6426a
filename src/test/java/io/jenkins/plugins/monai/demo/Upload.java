package io.jenkins.plugins.monai.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.monai.engine.inference.Prefixes;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.text.ForeignText;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Uploads a study as anybody would and follows its job in the ledger: see lambda/README.md. */
final class Upload {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final String PATH = "demo/dcm.zip";
    private static final int SHOWN_LINES = 40;

    private final S3Client s3;
    private final String bucket;
    private final Prefixes prefixes;
    private final ObjectMapper json = new ObjectMapper();

    Upload(S3Client s3, String bucket, Prefixes prefixes) {
        this.s3 = s3;
        this.bucket = bucket;
        this.prefixes = prefixes;
    }

    Inference run(CtStudy study) throws IOException, OperationException, InterruptedException {
        String input = prefixes.input() + PATH;
        long start = System.nanoTime();
        s3.putObject(r -> r.bucket(bucket).key(input), study.archive());
        System.out.println("Uploaded " + input);
        double taken = 0;
        while (System.nanoTime() - start < PATIENCE.toNanos()) {
            Optional<JsonNode> job = job();
            String state = job.map(j -> j.path("state").asText()).orElse("");
            if (taken == 0 && !state.isEmpty() && !state.equals("PENDING")) {
                taken = seconds(start);
            }
            if (state.equals("FAILED")) {
                throw failed(job.get());
            }
            if (state.equals("DONE")) {
                return inference(input, job.get(), seconds(start), taken);
            }
            Thread.sleep(POLL.toMillis());
        }
        throw new OperationException(
                        "The upload was not inferred within " + PATIENCE.toMinutes() + " minutes (job: "
                                + job().map(JsonNode::toString).orElse("none") + ")",
                        "See the log of the function and of the runner")
                .in("DEMO");
    }

    /** The bucket goes with the lab: what it holds of the failure is shown before. */
    private OperationException failed(JsonNode job) throws IOException {
        for (String key : keys(prefixes.failed())) {
            if (key.endsWith(".reason.json")) {
                show(key);
            }
        }
        JsonNode reason = job.path("reason");
        return new OperationException(
                        "The upload failed: " + reason.path("code").asText() + ": "
                                + reason.path("message").asText(),
                        "See above what the application said last; "
                                + reason.path("remedy").asText())
                .in("DEMO");
    }

    private void show(String key) throws IOException {
        JsonNode reason = json.readTree(
                s3.getObjectAsBytes(r -> r.bucket(bucket).key(key)).asByteArray());
        System.out.println(key + ": " + ForeignText.clean(reason.path("code").asText()) + ", "
                + ForeignText.clean(reason.path("message").asText()));
        List<String> log = reason.path("log").asText().lines().toList();
        log.subList(Math.max(0, log.size() - SHOWN_LINES), log.size())
                .forEach(line -> System.out.println("[map] " + ForeignText.line(line, ForeignText.LINE)));
    }

    private Inference inference(String input, JsonNode job, double seconds, double taken) {
        String results = job.path("resultsPrefix").asText();
        return new Inference(
                input,
                keys(results),
                job.path("inputMovedTo").asText(),
                seconds,
                taken,
                job.path("healthImaging")
                        .path("results")
                        .path("importJobIds")
                        .path(0)
                        .asText());
    }

    private Optional<JsonNode> job() throws IOException {
        for (String key : keys(prefixes.ledger() + "jobs/")) {
            return Optional.of(json.readTree(
                    s3.getObjectAsBytes(r -> r.bucket(bucket).key(key)).asByteArray()));
        }
        return Optional.empty();
    }

    private List<String> keys(String prefix) {
        return s3.listObjectsV2(r -> r.bucket(bucket).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    private static double seconds(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
    }
}
