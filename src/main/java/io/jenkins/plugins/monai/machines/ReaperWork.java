package io.jenkins.plugins.monai.machines;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.AsyncPeriodicWork;
import hudson.model.TaskListener;
import io.jenkins.plugins.monai.config.MonaiDeployConfiguration;
import io.jenkins.plugins.monai.config.ReaperMode;
import io.jenkins.plugins.monai.engine.cost.PriceTable;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.reaper.Handled;
import io.jenkins.plugins.monai.engine.reaper.PlaceReport;
import io.jenkins.plugins.monai.engine.reaper.ReaperContext;
import io.jenkins.plugins.monai.engine.reaper.ReaperRound;
import io.jenkins.plugins.monai.engine.reaper.RoundReport;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/** Looks every ten minutes, in a thread of its own and one round at a time, for what runs have left. */
@Extension
public final class ReaperWork extends AsyncPeriodicWork {

    private static final Logger LOGGER = Logger.getLogger(ReaperWork.class.getName());

    private static final Duration PERIOD = Duration.ofMinutes(10);

    /** Jobs are loaded by then, and Pipelines that go on after a restart have begun to. */
    private static final Duration FIRST = Duration.ofMinutes(5);

    private RemovalHistory history;
    private volatile LastRound last;
    private volatile boolean asked;
    private volatile Thread thread;
    private Set<String> problems = Set.of();

    public ReaperWork() {
        super("MONAI Deploy: looking for what is left in AWS");
    }

    static ReaperWork get() {
        return ExtensionList.lookupSingleton(ReaperWork.class);
    }

    @Override
    public long getRecurrencePeriod() {
        return PERIOD.toMillis();
    }

    /** Controllers that are started together do not ask together. */
    @Override
    public long getInitialDelay() {
        return FIRST.toMillis() + ThreadLocalRandom.current().nextLong(PERIOD.toMillis());
    }

    @Override
    protected Level getNormalLoggingLevel() {
        return Level.FINE;
    }

    /** Begins a round at once, unless one goes on. */
    void lookNow() {
        asked = true;
        doRun();
    }

    boolean isAtWork() {
        return thread != null;
    }

    /** Null before the first round. */
    LastRound last() {
        return last;
    }

    synchronized RemovalHistory history() {
        if (history == null) {
            history = RemovalHistory.ofJenkins();
        }
        return history;
    }

    /** What it does not come to, the next process's first round does. */
    void shutDown() {
        Thread working = thread;
        if (working != null) {
            working.interrupt();
        }
    }

    @Override
    protected void execute(TaskListener listener) throws InterruptedException {
        ReaperMode mode = MonaiDeployConfiguration.get().getReaper();
        boolean byHand = asked;
        asked = false;
        if ((mode == ReaperMode.NEVER && !byHand) || Jenkins.get().isTerminating()) {
            return;
        }
        thread = Thread.currentThread();
        try {
            round(mode == ReaperMode.REMOVE);
        } finally {
            thread = null;
        }
    }

    private void round(boolean removing) throws InterruptedException {
        ReaperContext context =
                new ReaperContext(Jenkins.get().getLegacyInstanceId(), new KnownBuilds(), prices(), Clock.systemUTC());
        RoundReport report = new ReaperRound(context, removing, this::removed).run(AccessPlace.all());
        last = new LastRound(report, System.currentTimeMillis(), removing);
        tellProblems(report);
    }

    private static PriceTable prices() {
        PriceTable bundled = PriceTable.bundled();
        try {
            return bundled.with(MonaiDeployConfiguration.get().priceOverrides());
        } catch (OperationException e) {
            return bundled;
        }
    }

    private void removed(String place, Handled handled) {
        PastRemoval removal = new PastRemoval(System.currentTimeMillis(), handled.resource());
        history().add(removal);
        LOGGER.log(
                Level.INFO, "Removed by way of {0}: {1}", new Object[] {place, MachineTexts.line(handled.resource())});
    }

    /** Each once, and not again each round. */
    private void tellProblems(RoundReport report) {
        Set<String> now = new TreeSet<>();
        for (PlaceReport place : report.places()) {
            place.problems().forEach(problem -> now.add(place.place() + ": " + problem));
        }
        for (Handled one : report.resources()) {
            if (!one.problem().isEmpty()) {
                now.add(one.resource().id() + ": " + one.problem());
            }
        }
        List<String> news = now.stream().filter(p -> !problems.contains(p)).toList();
        news.forEach(problem -> LOGGER.log(Level.WARNING, "Looking for what is left in AWS: {0}", problem));
        problems = now;
    }

    /** What the last round came to. */
    record LastRound(RoundReport report, long millis, boolean removing) {}
}
