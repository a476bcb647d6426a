package io.jenkins.plugins.monai.page;

import hudson.XmlFile;
import hudson.model.Job;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The MAPs that the builds of a job have made, in a file of the job's folder: a job may have thousands of builds, none of
 * which is loaded to show them.
 */
final class MapIndex {

    private static final Logger LOGGER = Logger.getLogger(MapIndex.class.getName());
    private static final int MAX = 500;

    /** What is in the file. */
    private static final class Content {
        private final ArrayList<BuiltMap> maps = new ArrayList<>();
    }

    private MapIndex() {}

    private static File file(Job<?, ?> job) {
        return new File(job.getRootDir(), "monai-deploy-maps.xml");
    }

    /** Costs no more than a look at the file system. */
    static boolean exists(Job<?, ?> job) {
        return file(job).isFile();
    }

    /** An index that cannot be written fails no build. */
    static void add(Job<?, ?> job, BuiltMap map) {
        // One build of a job at a time: some of its builds may end at once.
        synchronized (MapIndex.class) {
            try {
                Content content = read(job);
                content.maps.add(map);
                if (content.maps.size() > MAX) {
                    content.maps.subList(0, content.maps.size() - MAX).clear();
                }
                new XmlFile(file(job)).write(content);
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "The history of MAPs of " + job.getFullName(), e);
            }
        }
    }

    private static Content read(Job<?, ?> job) throws IOException {
        return exists(job) ? (Content) new XmlFile(file(job)).read() : new Content();
    }

    /**
     * Those whose builds still exist, the newest first.
     *
     * @param max how many at most
     */
    static List<BuiltMap> newest(Job<?, ?> job, int max) {
        List<BuiltMap> newest = new ArrayList<>();
        try {
            // Builds that run at the same time do not end in their order.
            List<BuiltMap> all = read(job).maps.stream()
                    .sorted(Comparator.comparingInt(BuiltMap::getBuild)
                            .thenComparingLong(BuiltMap::getMillis)
                            .reversed())
                    .toList();
            for (BuiltMap map : all) {
                if (newest.size() == max) {
                    break;
                }
                if (new File(job.getBuildDir(), String.valueOf(map.getBuild())).isDirectory()) {
                    newest.add(map);
                }
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The history of MAPs of " + job.getFullName(), e);
        }
        return newest;
    }
}
