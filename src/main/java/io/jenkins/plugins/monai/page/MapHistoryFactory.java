package io.jenkins.plugins.monai.page;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Job;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;

/** Gives jobs that have built MAPs the page with their history. */
@Extension
@SuppressWarnings("rawtypes") // the job's own type has type parameters
public final class MapHistoryFactory extends TransientActionFactory<Job> {

    @Override
    public Class<Job> type() {
        return Job.class;
    }

    @Override
    public Class<? extends Action> actionType() {
        return MapHistoryAction.class;
    }

    @Override
    public Collection<? extends Action> createFor(Job job) {
        return MapIndex.exists(job) ? List.of(new MapHistoryAction(job)) : List.of();
    }
}
