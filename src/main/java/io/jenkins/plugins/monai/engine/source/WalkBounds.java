package io.jenkins.plugins.monai.engine.source;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How much of a tree is walked. Links to folders beside each other multiply what they lead to, so what counts is what is
 * met on the way, folders and links too, not what is stored.
 */
final class WalkBounds {

    /** Files, folders and links: more of them are no application but a trap, or a data set. */
    static final int MOST_ENTRIES = 200_000;

    /** As many entries take some seconds on a disk, and a minute on a network's. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final String start;
    private final int most;
    private final LongSupplier nanoTime;
    private final long begun;
    private int entries;
    private int links;
    private String firstLink;
    private Path folder;
    private int inFolder;
    private Path fullest;
    private int inFullest;

    /**
     * @param start what is walked, for messages
     * @param nanoTime as {@link System#nanoTime}
     */
    WalkBounds(String start, int most, LongSupplier nanoTime) {
        this.start = start;
        this.most = most;
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
    }

    /** A folder that is reached by a link to it. */
    void link(String path) {
        links++;
        firstLink = firstLink == null ? path : firstLink;
    }

    /** @throws IOException this one is too many, it took too long, or the thread was interrupted */
    void entry(Path path) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while reading the workspace");
        }
        count(path.getParent());
        if (++entries > most) {
            throw new IOException("there are more than " + most + " files and folders in '" + start + "'" + cause());
        }
        if (nanoTime.getAsLong() - begun > LONGEST.toNanos()) {
            throw new IOException("looking through '" + start + "' took more than " + LONGEST.toMinutes()
                    + " minutes for " + entries + " files and folders" + cause());
        }
    }

    private void count(Path parent) {
        if (parent == null) {
            return;
        }
        inFolder = parent.equals(folder) ? inFolder + 1 : 1;
        folder = parent;
        if (inFolder > inFullest) {
            inFullest = inFolder;
            fullest = folder;
        }
    }

    private String cause() {
        if (inFullest > most / 2) {
            return ", most of them in one folder '" + fullest.getFileName() + "'";
        }
        return links == 0
                ? ""
                : ", since links to folders multiply what they lead to: " + links + " were followed, as '" + firstLink
                        + "'";
    }
}
