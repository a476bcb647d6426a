package io.jenkins.plugins.monai.engine.reaper;

/** Whether something is left over, and why. */
public enum Verdict {
    /** The controller knows the run, and it goes on. */
    RUN_ALIVE(false),
    /** Whoever owns the machine has renewed its lease. */
    LEASE_ALIVE(false),
    /** Somebody has renewed the machine's lease, and the controller has no record of the run. */
    LEASE_ELSEWHERE(false),
    /** It, or the end of its run, is some minutes old: what AWS and the controller say of it may be older. */
    YOUNG(false),
    /** A machine of the same run is there, or it is not known whether one is. */
    IN_USE(false),
    /** The controller has no record of the run, and the longest time it can last is not over. */
    RUN_UNKNOWN(false),
    /** It is of an inference machine, which stays by intent. */
    STANDING(false),
    /** It carries the controller's tag, and not the others as the plugin sets them. */
    TAGS_INCOMPLETE(false),
    /** The run is over. */
    RUN_OVER(true),
    /** Nobody renews the machine's lease, and the controller has no record of the run. */
    LEASE_OVER(true),
    /** It is older than anything of a run can be. */
    LIMIT_OVER(true);

    private final boolean left;

    Verdict(boolean left) {
        this.left = left;
    }

    /** Whether nothing needs it any longer. */
    public boolean isLeft() {
        return left;
    }
}
