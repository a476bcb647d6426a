package io.jenkins.plugins.monai.page;

import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A page of the AWS console. */
@ExportedBean(defaultVisibility = 3)
public final class ConsoleLink {

    /** What the page is of; the pages of the plugin name it in the reader's language. */
    public enum Target {
        INSTANCE,
        SESSION_MANAGER,
        IMAGE,
        FUNCTION,
        FUNCTION_LOGS,
        INPUTS,
        RESULTS
    }

    private final Target target;
    private final String url;

    ConsoleLink(Target target, String url) {
        this.target = target;
        this.url = url;
    }

    @Exported
    public Target getTarget() {
        return target;
    }

    @Exported
    public String getUrl() {
        return url;
    }
}
