package io.jenkins.plugins.monai.machines;

import hudson.XmlFile;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/** The last removals, the newest first, also after a restart. */
final class RemovalHistory {

    private static final Logger LOGGER = Logger.getLogger(RemovalHistory.class.getName());

    static final int MOST = 100;

    private final File folder;
    private List<PastRemoval> removals;

    /** @param folder where they are kept */
    RemovalHistory(File folder) {
        this.folder = folder;
    }

    static RemovalHistory ofJenkins() {
        return new RemovalHistory(Jenkins.get().getRootDir());
    }

    synchronized List<PastRemoval> newest() {
        return List.copyOf(removals());
    }

    synchronized void add(PastRemoval removal) {
        List<PastRemoval> all = removals();
        all.add(0, removal);
        if (all.size() > MOST) {
            all.subList(MOST, all.size()).clear();
        }
        try {
            file().write(new ArrayList<>(all));
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "What was removed could not be noted", e);
        }
    }

    private List<PastRemoval> removals() {
        if (removals == null) {
            removals = new ArrayList<>();
            try {
                if (file().exists() && file().read() instanceof List<?> read) {
                    read.stream()
                            .filter(PastRemoval.class::isInstance)
                            .map(PastRemoval.class::cast)
                            .forEach(removals::add);
                }
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "What was removed before could not be read", e);
            }
        }
        return removals;
    }

    private XmlFile file() {
        return new XmlFile(new File(folder, RemovalHistory.class.getName() + ".xml"));
    }
}
