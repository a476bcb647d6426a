package io.jenkins.plugins.monai.engine.operation;

import io.jenkins.plugins.monai.engine.operation.CleanupEntry.Outcome;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * What a clean-up has come to so far: one entry for each resource, the latest word on it. A clean-up is tried again until
 * it is through, so what is left at first may be removed later.
 */
public final class Cleanup implements Serializable {

    private static final long serialVersionUID = 1L;

    private final ArrayList<CleanupEntry> entries = new ArrayList<>();

    /** In the order they were first heard of. */
    public List<CleanupEntry> entries() {
        return Collections.unmodifiableList(entries);
    }

    /** What was removed stays so: the first time counts. */
    public void removed(ResourceKind kind, String id, long nowMillis) {
        if (removed().stream().anyMatch(e -> e.isOf(kind, id))) {
            return;
        }
        put(new CleanupEntry(kind, id, Outcome.REMOVED, nowMillis, ""));
    }

    public List<CleanupEntry> removed() {
        return entries.stream().filter(e -> e.getOutcome() == Outcome.REMOVED).toList();
    }

    /**
     * Those that were removed and that the log does not have, in the order of their removal. Save them before they are
     * told, and a process that takes the run up tells the same.
     */
    public List<CleanupEntry> untold() {
        return removed().stream()
                .filter(e -> !e.isTold())
                .sorted(Comparator.comparingLong(CleanupEntry::getMillis))
                .toList();
    }

    /** The log has it. */
    public void told(CleanupEntry entry) {
        put(entry.asTold());
    }

    /** @param why it is left, words without a full stop */
    public void left(ResourceKind kind, String id, String why, long nowMillis) {
        put(new CleanupEntry(kind, id, Outcome.LEFT, nowMillis, why));
    }

    /** There is none of a kind, unless there was one before. */
    public void nothing(ResourceKind kind, String id, long nowMillis) {
        if (entries.stream().noneMatch(e -> e.getKind() == kind)) {
            put(new CleanupEntry(kind, id, Outcome.NOTHING, nowMillis, ""));
        }
    }

    /** All that was left of a kind is gone now. */
    public void gone(ResourceKind kind, long nowMillis) {
        entries.replaceAll(e -> e.getKind() == kind && e.getOutcome() == Outcome.LEFT
                ? new CleanupEntry(kind, e.getId(), Outcome.REMOVED, nowMillis, "")
                : e);
    }

    /** Takes back that something is left, as it is tried again under that name. */
    public void retried(ResourceKind kind, String id) {
        entries.removeIf(e -> e.isOf(kind, id) && e.getOutcome() == Outcome.LEFT);
    }

    private void put(CleanupEntry entry) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).isOf(entry.getKind(), entry.getId())) {
                entries.set(i, entry);
                return;
            }
        }
        entries.add(entry);
    }
}
