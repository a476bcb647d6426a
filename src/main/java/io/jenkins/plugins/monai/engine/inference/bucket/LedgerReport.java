package io.jenkins.plugins.monai.engine.inference.bucket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.text.ForeignText;
import io.jenkins.plugins.monai.engine.text.Json;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * What function, runner and watchdog have to tell of the time since the last run: entries of the ledger that were set
 * aside, why jobs wait, a function that no longer runs, a machine that is no longer started, and what a watchdog did. See {@code lambda/README.md}.
 */
public final class LedgerReport {

    /** As much as the Python side reads of one object. */
    private static final long MAX_BYTES = 1024 * 1024;

    private static final int MAX_TEXT = 500;

    /** Six sweeps: one may be late, or be repeated. */
    private static final Duration SWEEPS = Duration.ofMinutes(30);

    private final BucketObjects objects;
    private final String ledger;
    private final EngineLog log;
    private final Clock clock;

    public LedgerReport(BucketObjects objects, String ledger, EngineLog log, Clock clock) {
        this.objects = objects;
        this.ledger = ledger;
        this.log = log;
        this.clock = clock;
    }

    /** Warns in the build's log. That something cannot be read is told as well, and fails nothing. */
    public void warn() throws InterruptedException {
        try {
            warnOfAside();
            List<S3Object> notes = objects.list(ledger + "machine/");
            read(notes, "waiting").ifPresent(this::warnOfWaiting);
            read(notes, "trouble").ifPresent(this::warnOfWaiting);
            read(notes, "swept").ifPresent(this::warnOfSweeps);
            read(notes, "wakes").ifPresent(this::warnOfWakes);
            read(notes, "watchdog").ifPresent(this::warnOfWatchdog);
        } catch (OperationException e) {
            log.line("WARNING: whether the ledger has anything to report cannot be read: " + e.getMessage());
        }
    }

    private void warnOfAside() throws OperationException, InterruptedException {
        String aside = ledger + "aside/";
        Map<String, Long> codes = objects.list(aside).stream()
                .map(S3Object::key)
                .filter(key -> key.endsWith(".json") && !key.startsWith(aside + "originals/"))
                .collect(Collectors.groupingBy(LedgerReport::code, TreeMap::new, Collectors.counting()));
        if (!codes.isEmpty()) {
            String counts = codes.entrySet().stream()
                    .map(entry -> entry.getKey() + " " + entry.getValue())
                    .collect(Collectors.joining(", "));
            log.line("WARNING: entries of the ledger could not be read and were set aside (" + counts + "); " + aside
                    + " has a record of each with what to do");
        }
    }

    /** {@code jobs/ID.TAG.CODE.json}. */
    private static String code(String key) {
        String name = key.substring(0, key.length() - ".json".length());
        return ForeignText.line(name.substring(name.lastIndexOf('.') + 1), MAX_TEXT);
    }

    private Optional<JsonNode> read(List<S3Object> notes, String name) throws OperationException, InterruptedException {
        String key = ledger + "machine/" + name + ".json";
        Optional<S3Object> found =
                notes.stream().filter(note -> note.key().equals(key)).findFirst();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Optional<JsonNode> note = found.get().size() > MAX_BYTES
                ? Optional.empty()
                : objects.get(key).flatMap(LedgerReport::parse);
        if (note.isEmpty()) {
            log.line("WARNING: " + key + " cannot be read; the function sets it aside when it needs it");
        }
        return note;
    }

    private static Optional<JsonNode> parse(byte[] content) {
        try {
            return Optional.ofNullable(Json.MAPPER.readTree(content)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("Bytes in memory can be read", e);
        }
    }

    /** Of the function, for whom the machine cannot be had, and of the runner, whom something outside keeps from jobs. */
    private void warnOfWaiting(JsonNode waiting) {
        log.line("WARNING: since " + text(waiting, "since") + " jobs wait (" + text(waiting, "code") + "): "
                + text(waiting, "message") + ". " + text(waiting, "remedy"));
    }

    private void warnOfSweeps(JsonNode swept) {
        try {
            Instant at = Instant.parse(swept.path("at").asText());
            if (at.plus(SWEEPS).isBefore(clock.instant())) {
                log.line("WARNING: the function has not looked for uploads since " + at + ", and those that came since"
                        + " may lie under the input prefix. Is it throttled, or its reserved concurrency 0? Is its"
                        + " schedule on? See its log, and its metrics Throttles and Errors; it goes on by itself");
            }
        } catch (DateTimeParseException e) {
            log.line("WARNING: " + ledger + "machine/swept.json has no time that can be read");
        }
    }

    private void warnOfWakes(JsonNode wakes) {
        if (wakes.path("capped").isTextual()) {
            log.line("WARNING: since " + text(wakes, "capped") + " " + text(wakes, "message") + ". "
                    + text(wakes, "remedy"));
        }
    }

    private void warnOfWatchdog(JsonNode watchdog) {
        JsonNode records = watchdog.path("records");
        if (records.isArray() && !records.isEmpty()) {
            JsonNode last = records.get(records.size() - 1);
            log.line("WARNING: " + records.size() + " time(s) a watchdog acted, last at " + text(last, "at") + ": "
                    + text(last, "what") + " (" + text(last, "code") + ": " + text(last, "message") + "). "
                    + text(last, "remedy") + ". Delete " + ledger + "machine/watchdog.json to end this warning");
        }
    }

    private static String text(JsonNode note, String name) {
        return ForeignText.line(note.path(name).asText(""), MAX_TEXT);
    }
}
