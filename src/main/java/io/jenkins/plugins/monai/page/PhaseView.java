package io.jenkins.plugins.monai.page;

import io.jenkins.plugins.monai.engine.operation.PhaseRecord;
import io.jenkins.plugins.monai.engine.snapshot.OperationSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** One phase on the timeline, begun or not. */
@ExportedBean(defaultVisibility = 3)
public final class PhaseView {

    /** How it stands with a phase. */
    public enum State {
        PENDING,
        RUNNING,
        DONE,
        FAILED,
        /** It was at work when the process that drove it ended; what has come of it is not known. */
        CUT_OFF,
        /** It was not reached, as one before it failed or the operation was interrupted. */
        SKIPPED
    }

    /** The timeline's width. */
    private static final double WIDTH = 1000;

    private final String name;
    private final State state;
    private final long startMillis;
    private final long endMillis;
    private final double left;
    private final double width;

    private PhaseView(String name, State state, long startMillis, long endMillis, double left, double width) {
        this.name = name;
        this.state = state;
        this.startMillis = startMillis;
        this.endMillis = endMillis;
        this.left = left;
        this.width = width;
    }

    /** @param live whether the operation goes on */
    static List<PhaseView> all(OperationSnapshot snapshot, boolean live, long nowMillis) {
        Map<String, PhaseRecord> begun = new HashMap<>();
        snapshot.getPhases().forEach(p -> begun.put(p.getName(), p));
        long start = snapshot.getStartMillis();
        long end = snapshot.getPhases().stream()
                .mapToLong(p -> p.isEnded() ? p.getEndMillis() : live ? nowMillis : p.getStartMillis())
                .max()
                .orElse(start);
        double scale = WIDTH / Math.max(1, end - start);
        List<String> names = snapshot.getPhaseNames();
        List<PhaseView> all = new ArrayList<>();
        for (String name : names) {
            PhaseRecord phase = begun.get(name);
            boolean last = name.equals(names.get(names.size() - 1));
            if (phase == null) {
                boolean reachable = live && (last || !snapshot.isFailed());
                all.add(new PhaseView(name, reachable ? State.PENDING : State.SKIPPED, 0, 0, 0, 0));
            } else {
                long until = phase.isEnded() ? phase.getEndMillis() : end;
                all.add(new PhaseView(
                        name,
                        state(phase, live),
                        phase.getStartMillis(),
                        phase.getEndMillis(),
                        (phase.getStartMillis() - start) * scale,
                        (until - phase.getStartMillis()) * scale));
            }
        }
        return all;
    }

    private static State state(PhaseRecord phase, boolean live) {
        if (phase.isEnded()) {
            return phase.isFailed() ? State.FAILED : State.DONE;
        }
        return live ? State.RUNNING : State.CUT_OFF;
    }

    @Exported
    public String getName() {
        return name;
    }

    @Exported
    public State getState() {
        return state;
    }

    /** Milliseconds since the epoch; 0 before it began. */
    @Exported
    public long getStartMillis() {
        return startMillis;
    }

    /** Milliseconds since the epoch; 0 before it ended. */
    @Exported
    public long getEndMillis() {
        return endMillis;
    }

    /** With millisecond precision; 0 before it ended. */
    @Exported
    public double getSeconds() {
        return endMillis == 0 ? 0 : (endMillis - startMillis) / 1000.0;
    }

    /** {@code 12.3 s}; empty before it ended. */
    public String getDuration() {
        return endMillis == 0 ? "" : Quantities.duration(getSeconds());
    }

    /** Where its bar begins, of a width of 1000. */
    public String getLeft() {
        return Quantities.plain(left);
    }

    /** How wide its bar is, of 1000; the shortest can still be seen. */
    public String getWidth() {
        return Quantities.plain(startMillis == 0 ? 0 : Math.max(4, width));
    }
}
