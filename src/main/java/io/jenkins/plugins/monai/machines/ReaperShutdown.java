package io.jenkins.plugins.monai.machines;

import hudson.Extension;
import hudson.model.listeners.ItemListener;

/** Has a round end with the controller. */
@Extension
public final class ReaperShutdown extends ItemListener {

    @Override
    public void onBeforeShutdown() {
        ReaperWork.get().shutDown();
    }
}
