package io.jenkins.plugins.monai.engine.ssh;

/** A look at a {@link DetachedCommand}. */
public final class DetachedPoll {

    /** Where the command stands, from the view of a reader of its log. */
    public enum State {
        /** It runs, or it has ended and there is more of its log to be read. */
        RUNNING,
        /** It has ended with an {@linkplain DetachedPoll#exitCode exit code}, and its log has been read to the end. */
        ENDED,
        /**
         * It vanished without an exit code (the machine was restarted, the kernel killed it, its folder was removed) or
         * was never started, and its log has been read to the end.
         */
        LOST
    }

    private final State state;
    private final int exitCode;
    private final byte[] bytes;
    private final long nextOffset;
    private final boolean more;
    private final long logSize;

    private DetachedPoll(State state, int exitCode, byte[] bytes, long nextOffset, long logSize) {
        this.state = state;
        this.exitCode = exitCode;
        this.bytes = bytes;
        this.nextOffset = nextOffset;
        this.more = nextOffset < logSize;
        this.logSize = logSize;
    }

    /**
     * What the machine answered.
     *
     * @param word {@code running}, {@code ended} or {@code lost}
     * @param logSize bytes of the log in all
     * @param offset of the bytes in it
     */
    public static DetachedPoll of(String word, int exitCode, long logSize, long offset, byte[] bytes) {
        long next = offset + bytes.length;
        boolean more = next < logSize;
        State state =
                switch (word) {
                    case "ended" -> more ? State.RUNNING : State.ENDED;
                    case "lost" -> more ? State.RUNNING : State.LOST;
                    default -> State.RUNNING;
                };
        return new DetachedPoll(state, exitCode, bytes, next, logSize);
    }

    public State state() {
        return state;
    }

    /** Meant only when {@link State#ENDED}: 0 to 255. */
    public int exitCode() {
        return exitCode;
    }

    /** The log from the offset asked for, at most {@link DetachedCommand#MAX_CHUNK} bytes; maybe empty. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The offset for the next poll. */
    public long nextOffset() {
        return nextOffset;
    }

    /** The bytes of the log that come after these: so far, and as the machine says. */
    public long unread() {
        return Math.max(0, logSize - nextOffset);
    }

    /** Whether there was more of the log. */
    public boolean more() {
        return more;
    }
}
