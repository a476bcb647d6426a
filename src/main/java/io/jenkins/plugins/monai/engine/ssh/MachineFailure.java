package io.jenkins.plugins.monai.engine.ssh;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.text.ForeignText;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns what a failed command printed into a failure that its user can act on. */
public final class MachineFailure {

    private static final int SHOWN = 500;
    /** What GNU tar says when the disk took a part of the last block. */
    private static final Pattern TAR_ON_A_FULL_DISK = Pattern.compile("tar: .*: wrote only \\d+ of \\d+ bytes");

    private MachineFailure() {}

    /**
     * @param what what could not be done, with its object: "the files could not be unpacked on the machine"
     * @param otherwise the remedy when the output tells none
     */
    public static OperationException of(String what, RemoteShell.Result result, String otherwise) {
        String output = (result.stderr().isBlank() ? result.stdout() : result.stderr()).strip();
        String end = ForeignText.end(output, SHOWN);
        return new OperationException(
                what + " (exit code " + result.exitCode() + (end.isEmpty() ? "" : ": " + end) + ")",
                remedyFor(output).orElse(otherwise));
    }

    /** The remedy for trouble that has nothing to do with the command itself: a full disk, for one. */
    public static Optional<String> remedyFor(String output) {
        String text = output.toLowerCase(Locale.ROOT);
        boolean full = text.contains("no space left on device")
                || text.contains("disk quota exceeded")
                || TAR_ON_A_FULL_DISK.matcher(text).find();
        if (full) {
            return Optional.of("The machine's disk is full: raise `volumeGiB`");
        }
        return Optional.empty();
    }
}
