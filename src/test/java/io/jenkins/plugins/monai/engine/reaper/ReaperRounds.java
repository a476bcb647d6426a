package io.jenkins.plugins.monai.engine.reaper;

import io.jenkins.plugins.monai.engine.cost.PriceTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Filter;

/** Rounds of a reaper whose clock and whose controller a test sets. */
abstract class ReaperRounds {

    final List<String> told = new ArrayList<>();
    final Set<String> jobs = new TreeSet<>();
    private final Map<String, RunStatus> runs = new HashMap<>();
    private Instant now = Instant.parse("2026-11-30T12:00:00Z");

    Instant ago(long minutes) {
        return now.minus(Duration.ofMinutes(minutes));
    }

    Instant in(long minutes) {
        return ago(-minutes);
    }

    void wait(Duration time) {
        now = now.plus(time);
    }

    void alive(String run) {
        runs.put(run, RunStatus.alive());
    }

    void over(String run, long minutesAgo) {
        runs.put(run, RunStatus.over(ago(minutesAgo)));
    }

    ReaperContext context(String controller) {
        return new ReaperContext(
                controller,
                new KnownRuns() {
                    @Override
                    public RunStatus status(String runId, String job) {
                        return runs.getOrDefault(runId, RunStatus.unknown());
                    }

                    @Override
                    public boolean hasJob(String job) {
                        return jobs.contains(job);
                    }
                },
                PriceTable.bundled(),
                Clock.fixed(now, ZoneOffset.UTC));
    }

    RoundReport round(boolean removing, ReaperPlace... places) throws InterruptedException {
        return new ReaperRound(
                        context(ReaperAccount.CONTROLLER),
                        removing,
                        (place, handled) ->
                                told.add(place + " " + handled.resource().id()))
                .run(List.of(places));
    }

    static Handled handled(RoundReport reports, String id) {
        return reports.resources().stream()
                .filter(h -> h.resource().id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError(id + " is not in " + reports));
    }

    static List<String> places(RoundReport reports) {
        return reports.places().stream().map(PlaceReport::place).toList();
    }

    static List<String> filters(List<Filter> filters) {
        return filters.stream()
                .flatMap(f -> Stream.concat(Stream.of(f.name()), f.values().stream()))
                .toList();
    }
}
