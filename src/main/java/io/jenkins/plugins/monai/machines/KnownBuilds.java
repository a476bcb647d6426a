package io.jenkins.plugins.monai.machines;

import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.monai.engine.machine.Tags;
import io.jenkins.plugins.monai.engine.reaper.KnownRuns;
import io.jenkins.plugins.monai.engine.reaper.RunStatus;
import io.jenkins.plugins.monai.page.DeployAction;
import io.jenkins.plugins.monai.page.OperationRecord;
import java.time.Instant;
import java.util.Optional;
import jenkins.model.Jenkins;

/** What this controller knows of its runs: which it drives, and what stands in the records of its builds. */
final class KnownBuilds implements KnownRuns {

    @Override
    public RunStatus status(String runId, String job) {
        if (OperationRecord.isDriven(runId)) {
            return RunStatus.alive();
        }
        Run<?, ?> build = build(job);
        Optional<OperationRecord> record = Optional.ofNullable(build)
                .map(b -> b.getAction(DeployAction.class))
                .flatMap(action -> action.records().stream()
                        .filter(r -> r.getRunId().equals(runId))
                        .findFirst());
        if (record.isEmpty()) {
            // Another job may have taken the name, and begun again to count.
            return RunStatus.unknown();
        }
        Optional<Instant> over = record.get().overSince();
        if (over.isPresent()) {
            return RunStatus.over(over.get());
        }
        return build.isBuilding()
                ? RunStatus.alive()
                : RunStatus.over(Instant.ofEpochMilli(build.getStartTimeInMillis() + build.getDuration()));
    }

    @Override
    public boolean hasJob(String job) {
        boolean cut = job.length() >= Tags.MAX_VALUE;
        return cut || Jenkins.get().getItemByFullName(jobName(job), Item.class) != null;
    }

    private static Run<?, ?> build(String job) {
        Job<?, ?> found = Jenkins.get().getItemByFullName(jobName(job), Job.class);
        try {
            return found == null
                    ? null
                    : found.getBuildByNumber(Integer.parseInt(job.substring(job.lastIndexOf('/') + 1)));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** @param job a tag's value: the full name of a job, a slash, and a number */
    static String jobName(String job) {
        return job.substring(0, Math.max(0, job.lastIndexOf('/')));
    }
}
