package io.jenkins.plugins.monai.engine.upload;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import io.jenkins.plugins.monai.engine.ssh.MachineFailure;
import io.jenkins.plugins.monai.engine.ssh.RemoteException;
import io.jenkins.plugins.monai.engine.ssh.RemoteShell;
import io.jenkins.plugins.monai.engine.ssh.ShellQuote;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Sends files to the machine as one uncompressed tar stream (weights of models do not compress) and compares the
 * SHA-256 of what has arrived on its disk. The folder appears whole and verified or not at all; repeated, it replaces
 * the one before. The machine needs tar and coreutils.
 */
public final class Uploader {

    private static final Duration SHORT = Duration.ofSeconds(60);
    /** Of silence: a disk may take its time for tens of GB, and reading them back is silent. */
    private static final Duration LONG = Duration.ofMinutes(30);

    private static final String OTHERWISE =
            "Check that the SSH user may write to its home, and that the AMI has tar and"
                    + " coreutils; then run the step again";

    private final RemoteShell shell;
    private final String folder;
    private final String arriving;
    private final String former;

    private Uploader(RemoteShell shell, String remoteDir) {
        this.shell = shell;
        folder = remoteDir.startsWith("/") ? remoteDir : "./" + remoteDir;
        arriving = folder + ".arriving";
        former = folder + ".former";
    }

    /**
     * @param remoteDir absolute, or relative to the SSH user's home
     * @return bytes of the files sent
     * @throws OperationException a file is missing, changes or cannot be read; the machine's disk is full; what has
     *     arrived is not what was sent
     * @throws RemoteException connection trouble: call again
     * @throws IOException the workspace cannot be read
     * @throws IllegalArgumentException {@code remoteDir} ends with a slash or is no folder of its own
     */
    public static long upload(RemoteShell shell, SourceTree tree, UploadPlan plan, String remoteDir, Progress progress)
            throws OperationException, IOException, InterruptedException {
        if (!remoteDir.matches("(?s)(.*/)?(?!\\.{1,2}$)[^/]+")) {
            throw new IllegalArgumentException("Not a folder of its own: " + remoteDir);
        }
        List<UploadFile> files = plan.resolve(tree);
        TarWriter tar = new TarWriter(files, progress);
        Uploader uploader = new Uploader(shell, remoteDir);
        uploader.prepare(tar.total());
        uploader.send(tar);
        uploader.verify(tar.manifest());
        uploader.replace();
        return tar.total();
    }

    /** Makes an empty folder and checks that the disk has room, lest the user learn it after an hour. */
    private void prepare(long bytes) throws OperationException, RemoteException, InterruptedException {
        RemoteShell.Result result = shell.run(
                "export LC_ALL=C; rm -rf -- " + ShellQuote.command(arriving, former) + " && mkdir -p -- "
                        + ShellQuote.quote(arriving) + " && df -Pk -- " + ShellQuote.quote(arriving),
                SHORT);
        if (!result.ok()) {
            throw MachineFailure.of("A folder could not be made on the machine", result, OTHERWISE);
        }
        long free = freeBytes(result.stdout());
        if (free >= 0 && free < bytes) {
            throw new OperationException(
                    String.format(
                            Locale.ROOT,
                            "The machine's disk has %.2f GB free, but the files to be sent are %.2f GB",
                            free / 1e9,
                            bytes / 1e9),
                    "Raise `volumeGiB`");
        }
    }

    /** The fourth column of the last line of {@code df -Pk} (POSIX), in bytes; -1 when it is not there. */
    private static long freeBytes(String df) {
        String[] lines = df.strip().split("\n");
        String[] columns = lines[lines.length - 1].trim().split("\\s+");
        return columns.length >= 6 && columns[3].matches("[0-9]{1,15}") ? Long.parseLong(columns[3]) * 1024 : -1;
    }

    private void send(TarWriter tar) throws OperationException, IOException, InterruptedException {
        RemoteShell.Result result;
        try {
            result = shell.run(
                    "export LC_ALL=C; exec tar -x --no-same-owner --no-same-permissions -f - -C "
                            + ShellQuote.quote(arriving),
                    tar::writeTo,
                    LONG);
        } catch (TarWriter.UnreadableSource e) {
            throw e.operationException();
        }
        if (!result.ok()) {
            throw MachineFailure.of("The files could not be unpacked on the machine", result, OTHERWISE);
        }
    }

    private void verify(byte[] manifest) throws OperationException, IOException, InterruptedException {
        if (manifest.length == 0) {
            return;
        }
        RemoteShell.Result result = shell.run(
                "export LC_ALL=C; cd -- " + ShellQuote.quote(arriving) + " && exec sha256sum -c --quiet --strict -",
                new ByteArrayInputStream(manifest),
                LONG);
        if (!result.ok()) {
            throw mismatch(result);
        }
    }

    private static OperationException mismatch(RemoteShell.Result result) {
        List<String> failed = result.stdout()
                .lines()
                .filter(line -> line.contains(": FAILED"))
                .toList();
        if (failed.isEmpty()) {
            return MachineFailure.of("The files could not be compared on the machine", result, OTHERWISE);
        }
        String line = failed.get(0);
        String place = line.substring(line.startsWith("\\") ? 3 : 2, line.lastIndexOf(": FAILED"));
        boolean missing = line.endsWith("open or read");
        return new OperationException(
                "The file '" + place + "' " + (missing ? "is missing on the machine" : "did not arrive as it was sent")
                        + (failed.size() > 1 ? ", and " + (failed.size() - 1) + " more" : ""),
                "Run the step again; if it happens again, the machine's disk or another process there is at fault");
    }

    private void replace() throws OperationException, RemoteException, InterruptedException {
        RemoteShell.Result result = shell.run(
                "export LC_ALL=C; if [ -e " + ShellQuote.quote(folder) + " ]; then mv -- "
                        + ShellQuote.command(folder, former) + "; fi && mv -- " + ShellQuote.command(arriving, folder)
                        + " && rm -rf -- " + ShellQuote.quote(former),
                SHORT);
        if (!result.ok()) {
            throw MachineFailure.of("The files could not be put in their place on the machine", result, OTHERWISE);
        }
    }
}
