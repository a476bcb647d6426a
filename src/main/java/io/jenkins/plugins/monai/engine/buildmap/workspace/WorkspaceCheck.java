package io.jenkins.plugins.monai.engine.buildmap.workspace;

import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.source.LeftOut;
import io.jenkins.plugins.monai.engine.source.SourceFile;
import io.jenkins.plugins.monai.engine.source.SourceListing;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import io.jenkins.plugins.monai.engine.source.Stub;
import io.jenkins.plugins.monai.engine.text.ByteSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Whether all that is meant is really there, and what of it is not sent: every file of application and models is sent,
 * or the log or an error names it.
 */
public final class WorkspaceCheck {

    /** Files that are named; of more there is a count. */
    private static final int NAMED = 20;

    private static final int NAMED_IN_AN_ERROR = 5;

    private final SourceTree source;
    private final DvcRecords dvc;
    private final Map<String, Absence> absent = new LinkedHashMap<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private long bytes;
    private int files;

    private WorkspaceCheck(SourceTree source) {
        this.source = source;
        this.dvc = new DvcRecords(source);
    }

    /**
     * @param volumeGiB of the machine, which must hold what is sent
     * @throws OperationException something is not there, or is too much
     */
    public static void check(ApplicationInputs inputs, SourceTree source, int volumeGiB, EngineLog log)
            throws OperationException {
        try {
            WorkspaceCheck check = new WorkspaceCheck(source);
            check.part("app", inputs.appFolder());
            check.part("config", inputs.configPath());
            for (String path : inputs.requirementsPaths()) {
                check.part("requirements", path);
            }
            for (String model : inputs.models().values()) {
                check.model(model);
            }
            check.tell(log);
            check.requireRoom(volumeGiB);
            new ModelFolders(source, log).tell(inputs.models());
        } catch (IOException e) {
            throw ApplicationInputs.unreadable(e);
        }
    }

    private void part(String parameter, String path) throws OperationException, IOException {
        SourceListing listing = source.list(path);
        count(listing);
        for (SourceFile file : listing.files()) {
            stubs(file, path);
            if (file.size() == 0 && Absence.holdsAModel(file)) {
                notes.add(Absence.empty(file).what());
            }
        }
        for (LeftOut leftOut : listing.leftOut()) {
            if (leftOut.reason() == LeftOut.Reason.ANNEX) {
                absent.put(leftOut.path(), Absence.of(leftOut));
            } else {
                notes.add("Not sent: " + leftOut.sentence());
            }
        }
        refuse(parameter);
    }

    private void model(String path) throws OperationException, IOException {
        SourceListing listing = source.list(path);
        count(listing);
        boolean nothing = listing.files().stream().allMatch(file -> file.size() == 0);
        for (SourceFile file : listing.files()) {
            stubs(file, path);
            if (file.size() == 0 && (nothing || Absence.holdsAModel(file))) {
                absent.put(file.path(), Absence.empty(file));
            } else if (file.size() == 0) {
                notes.add(Absence.empty(file).what());
            }
        }
        for (LeftOut leftOut : listing.leftOut()) {
            if (leftOut.reason().isLost()) {
                absent.put(leftOut.path(), Absence.of(leftOut));
            } else {
                notes.add("Not sent: " + leftOut.sentence());
            }
        }
        refuse("models");
        if (listing.files().isEmpty()) {
            throw new OperationException(
                    "The model folder '" + path + "' is empty",
                    "Check models, and that whatever fetches the model ran before this step");
        }
    }

    private void stubs(SourceFile file, String path) throws IOException {
        if (Absence.isStub(file) || file.stub() == Stub.DVC && file.path().equals(path)) {
            absent.put(file.path(), Absence.stub(file));
        } else if (file.stub() == Stub.DVC) {
            for (String target : dvc.missing(file.path())) {
                absent.put(target, Absence.dvc(target, file.path()));
            }
        }
    }

    private void count(SourceListing listing) {
        files += listing.files().size();
        bytes += listing.files().stream().mapToLong(SourceFile::size).sum();
    }

    private void refuse(String parameter) throws OperationException {
        if (absent.isEmpty()) {
            return;
        }
        List<Absence> all = List.copyOf(absent.values());
        List<String> named = new ArrayList<>();
        Set<String> remedies = new LinkedHashSet<>();
        for (Absence one : all) {
            if (named.size() < NAMED_IN_AN_ERROR) {
                named.add(one.what());
            }
            remedies.add(one.remedy());
        }
        String more = all.size() > named.size() ? "; and " + (all.size() - named.size()) + " more" : "";
        throw new OperationException(
                "What '" + parameter + "' names is not all there: " + String.join("; ", named) + more,
                String.join(". ", remedies));
    }

    private void tell(EngineLog log) {
        notes.stream().limit(NAMED).forEach(log::line);
        if (notes.size() > NAMED) {
            log.line("... and " + (notes.size() - NAMED) + " more that are empty or not sent");
        }
        log.line("To be sent: " + files + " files, " + ByteSize.of(bytes));
    }

    private void requireRoom(int volumeGiB) throws OperationException {
        if (bytes > (long) volumeGiB << 30) {
            throw new OperationException(
                    String.format(
                            Locale.ROOT,
                            "Application and models are %.1f GB, the machine's volume %d GiB",
                            bytes / 1e9,
                            volumeGiB),
                    "Keep out of their folders what does not belong to them, or raise volumeGiB");
        }
    }
}
