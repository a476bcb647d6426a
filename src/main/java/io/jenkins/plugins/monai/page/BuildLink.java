package io.jenkins.plugins.monai.page;

import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A build that whoever asks may see, or one that is gone. */
@ExportedBean(defaultVisibility = 4)
public final class BuildLink {

    private final String job;
    private final int number;
    private final String url;

    BuildLink(String job, int number, String url) {
        this.job = job;
        this.number = number;
        this.url = url;
    }

    /** The job's full name. */
    @Exported
    public String getJob() {
        return job;
    }

    @Exported
    public int getNumber() {
        return number;
    }

    /** Relative to the address of Jenkins. */
    @Exported
    public String getUrl() {
        return url;
    }
}
