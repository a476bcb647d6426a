package io.jenkins.plugins.monai.engine.inference.bucket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.inference.ScriptedAws;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.ToldLog;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Numbers 6 and 9: what was set aside, given up or stopped is told by the next run of the step. */
class LedgerReportTest {

    private final Map<String, byte[]> bucket = new TreeMap<>();
    private final List<String> lines = new ArrayList<>();
    private final ScriptedAws aws = new ScriptedAws()
            .on(ListObjectsV2Request.class, this::list)
            .on(
                    GetObjectRequest.class,
                    r -> ResponseBytes.fromByteArray(GetObjectResponse.builder().build(), bucket.get(r.key())));

    private ListObjectsV2Response list(ListObjectsV2Request request) {
        return ListObjectsV2Response.builder()
                .contents(bucket.entrySet().stream()
                        .filter(e -> e.getKey().startsWith(request.prefix()))
                        .map(e -> S3Object.builder()
                                .key(e.getKey())
                                .size((long) e.getValue().length)
                                .build())
                        .toList())
                .build();
    }

    private void put(String key, String content) {
        bucket.put(key, content.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> warn() throws InterruptedException {
        EngineLog log = ToldLog.to(lines);
        Clock noon = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
        new LedgerReport(new BucketObjects(aws, "b", "111122223333"), ".monai/", log, noon).warn();
        return lines;
    }

    @Test
    void aQuietLedgerSaysNothing() throws Exception {
        put(".monai/machine/heartbeat.json", "{");
        put(".monai/machine/wakes.json", "{\"schema\": 1, \"starts\": 3}");
        put(".monai/machine/watchdog.json", "{\"schema\": 1, \"records\": []}");
        put(".monai/aside/originals/jobs/x.json", "{");
        assertEquals(List.of(), warn());
    }

    @Test
    void number9_whatWasSetAsideIsCountedByItsCode() throws Exception {
        put(".monai/aside/jobs/" + "a".repeat(40) + ".0123456789abcdef.OTHER_SCHEMA.json", "{}");
        put(".monai/aside/jobs/" + "b".repeat(40) + ".0123456789abcdef.OTHER_SCHEMA.json", "{}");
        put(".monai/aside/machine/wakes.json.NOT_JSON.json", "{}");
        assertEquals(
                List.of(
                        "WARNING: entries of the ledger could not be read and were set aside (NOT_JSON 1, OTHER_SCHEMA 2);"
                                + " .monai/aside/ has a record of each with what to do"),
                warn());
    }

    @Test
    void number9_aMachineThatIsNoLongerStartedIsTold() throws Exception {
        put(
                ".monai/machine/wakes.json",
                "{\"schema\": 1, \"capped\": \"2026-01-01T00:00:00.000Z\", \"message\": \"it was started 8 times\","
                        + " \"remedy\": \"mend it\"}");
        assertEquals(List.of("WARNING: since 2026-01-01T00:00:00.000Z it was started 8 times. mend it"), warn());
    }

    @ParameterizedTest
    @ValueSource(strings = {"waiting", "trouble"})
    void issue12_whyJobsWaitIsToldWithWhatToDo(String note) throws Exception {
        put(
                ".monai/machine/" + note + ".json",
                "{\"schema\": 1, \"since\": \"2026-01-01T00:00:00.000Z\", \"code\": \"NO_MACHINE\", \"message\": \"it was"
                        + " terminated\", \"remedy\": \"run it again\"}");
        assertEquals(
                List.of(
                        "WARNING: since 2026-01-01T00:00:00.000Z jobs wait (NO_MACHINE): it was terminated. run it again"),
                warn());
    }

    @ParameterizedTest
    @CsvSource({"2026-01-01T11:35:00.000Z, 0", "2026-01-01T11:25:00.000Z, 1", "2025-12-01T00:00:00.000Z, 1", "x, 1"})
    void issue12_aFunctionThatNoLongerRunsIsTold(String at, int warnings) throws Exception {
        put(".monai/machine/swept.json", "{\"schema\": 1, \"at\": \"" + at + "\"}");
        assertEquals(warnings, warn().size(), lines::toString);
    }

    @Test
    void number6_whatAWatchdogDidLastIsTold() throws Exception {
        put(
                ".monai/machine/watchdog.json",
                "{\"schema\": 1, \"records\": [{}, {\"at\": \"T\", \"what\": \"the machine was stopped\", \"code\":"
                        + " \"SILENT\", \"message\": \"no sign\\u001b[31m of life\\n\", \"remedy\": \"look\"}]}");
        String warning = warn().get(0);
        assertTrue(
                warning.startsWith("WARNING: 2 time(s) a watchdog acted, last at T: the machine was stopped (SILENT:"));
        assertTrue(warning.chars().noneMatch(c -> c < ' '), warning);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "\u0000", "5"})
    void number9_aNoteThatCannotBeReadIsToldAndFailsNothing(String content) throws Exception {
        put(".monai/machine/wakes.json", content);
        put(".monai/machine/watchdog.json", content);
        assertEquals(2, warn().size());
        assertTrue(lines.stream().allMatch(line -> line.contains("cannot be read")), lines::toString);
    }

    @Test
    void number9_aHugeNoteIsNotFetched() throws Exception {
        put(".monai/machine/wakes.json", " ".repeat(2 * 1024 * 1024));
        assertEquals(1, warn().size());
        assertEquals(0, aws.requests(GetObjectRequest.class).size());
    }

    @Test
    void aRightThatIsMissingFailsNothing() throws Exception {
        aws.on(ListObjectsV2Request.class, r -> {
            throw ScriptedAws.error(S3Exception.builder(), 403, "AccessDenied", "no");
        });
        assertTrue(warn().get(0).contains("cannot be read"));
        assertEquals(1, lines.size());
    }
}
