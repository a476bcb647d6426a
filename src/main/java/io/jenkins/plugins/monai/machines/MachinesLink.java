package io.jenkins.plugins.monai.machines;

import hudson.Extension;
import hudson.model.ManagementLink;
import hudson.security.Permission;
import io.jenkins.plugins.monai.Texts;
import io.jenkins.plugins.monai.config.MonaiDeployConfiguration;
import io.jenkins.plugins.monai.config.ReaperMode;
import io.jenkins.plugins.monai.engine.reaper.PlaceReport;
import io.jenkins.plugins.monai.page.Quantities;
import java.time.Instant;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.verb.POST;

/** The page of the machines that are there, of what was left, and of what was removed: for whoever may see the system. */
@Extension
public final class MachinesLink extends ManagementLink implements StaplerProxy {

    static final String URL_NAME = "monai-machines";

    @Override
    public String getIconFileName() {
        return "symbol-cube";
    }

    @Override
    public String getDisplayName() {
        return Texts.get("MachinesLink.displayName");
    }

    @Override
    public String getDescription() {
        return Texts.get("MachinesLink.description");
    }

    @Override
    public String getUrlName() {
        return URL_NAME;
    }

    @Override
    public Permission getRequiredPermission() {
        return Jenkins.SYSTEM_READ;
    }

    @Override
    public Category getCategory() {
        return Category.STATUS;
    }

    /** All below the page is for the same people. */
    @Override
    public Object getTarget() {
        Jenkins.get().checkPermission(Jenkins.SYSTEM_READ);
        return this;
    }

    /** Begins a round, unless one goes on. */
    @POST
    public HttpResponse doLook() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        ReaperWork.get().lookNow();
        return HttpResponses.redirectTo(".");
    }

    public boolean isAdministrator() {
        return Jenkins.get().hasPermission(Jenkins.ADMINISTER);
    }

    public boolean isAtWork() {
        return ReaperWork.get().isAtWork();
    }

    public boolean isRemoving() {
        return MonaiDeployConfiguration.get().getReaper() == ReaperMode.REMOVE;
    }

    public boolean isOff() {
        return MonaiDeployConfiguration.get().getReaper() == ReaperMode.NEVER;
    }

    /** When the last round ended, in the controller's time zone; null before the first. */
    public String getLooked() {
        ReaperWork.LastRound last = ReaperWork.get().last();
        return last == null ? null : Quantities.when(last.millis());
    }

    /** Machines that are there. */
    public List<MachineRow> getMachines() {
        return rows().stream().filter(MachineRow::isMachine).toList();
    }

    /** What else is there. */
    public List<MachineRow> getOthers() {
        return rows().stream().filter(row -> !row.isMachine()).toList();
    }

    private static List<MachineRow> rows() {
        ReaperWork.LastRound last = ReaperWork.get().last();
        return last == null
                ? List.of()
                : last.report().resources().stream()
                        .map(handled -> new MachineRow(handled, Instant.ofEpochMilli(last.millis())))
                        .toList();
    }

    /** Where the last round looked, and what it could not see there. */
    public List<PlaceView> getPlaces() {
        ReaperWork.LastRound last = ReaperWork.get().last();
        return last == null
                ? List.of()
                : last.report().places().stream().map(PlaceView::new).toList();
    }

    public List<PastRemoval> getRemovals() {
        return ReaperWork.get().history().newest();
    }

    /** A place for the page. */
    public static final class PlaceView {

        private final PlaceReport report;

        PlaceView(PlaceReport report) {
            this.report = report;
        }

        public String getPlace() {
            return report.place();
        }

        public String getAccount() {
            return report.account();
        }

        public List<String> getProblems() {
            return report.problems();
        }
    }
}
