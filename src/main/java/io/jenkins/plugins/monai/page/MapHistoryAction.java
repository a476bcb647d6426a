package io.jenkins.plugins.monai.page;

import hudson.model.Action;
import hudson.model.Api;
import hudson.model.Job;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A job's page with the history of its MAPs: what they came to, how long they took and what that cost. */
@ExportedBean
public final class MapHistoryAction implements Action {

    private static final int SHOWN = 100;

    private final Job<?, ?> job;

    MapHistoryAction(Job<?, ?> job) {
        this.job = job;
    }

    /** The newest first, at most a hundred. */
    @Exported(inline = true)
    public List<BuiltMap> getMaps() {
        return MapIndex.newest(job, SHOWN);
    }

    public Api getApi() {
        return new Api(this);
    }

    public Job<?, ?> getJob() {
        return job;
    }

    @Override
    public String getIconFileName() {
        return "symbol-cube";
    }

    @Override
    public String getDisplayName() {
        return "MONAI MAPs";
    }

    @Override
    public String getUrlName() {
        return "monai-maps";
    }
}
