package io.jenkins.plugins.monai.page;

import io.jenkins.plugins.monai.engine.map.Finding;
import io.jenkins.plugins.monai.engine.map.VerificationReport;
import io.jenkins.plugins.monai.engine.text.ByteSize;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What the MAP checklist came to. */
@ExportedBean(defaultVisibility = 3)
public final class VerificationView {

    private final VerificationReport report;

    VerificationView(VerificationReport report) {
        this.report = report;
    }

    @Exported
    public int getErrors() {
        return report.getErrorCount();
    }

    @Exported
    public int getWarnings() {
        return report.getWarnCount();
    }

    @Exported
    public int getNotes() {
        return report.getInfoCount();
    }

    @Exported
    public String getTitle() {
        return report.getSubject().getTitle();
    }

    @Exported
    public String getVersion() {
        return report.getSubject().getVersion();
    }

    @Exported
    public String getPlatform() {
        return report.getSubject().getPlatform();
    }

    @Exported
    public long getSizeBytes() {
        return report.getSubject().getSizeBytes();
    }

    public String getSizeText() {
        return ByteSize.of(getSizeBytes());
    }

    /** The worst first. */
    @Exported(inline = true)
    public List<FindingView> getFindings() {
        return report.getFindings().stream().map(FindingView::new).toList();
    }

    /** One finding. */
    @ExportedBean(defaultVisibility = 4)
    public static final class FindingView {

        private final Finding finding;

        FindingView(Finding finding) {
            this.finding = finding;
        }

        @Exported
        public Finding.Level getLevel() {
            return finding.getLevel();
        }

        /** The row of the checklist. */
        @Exported
        public int getRow() {
            return finding.getCheck().row();
        }

        @Exported
        public String getCheck() {
            return finding.getCheck().title();
        }

        @Exported
        public String getMessage() {
            return finding.getMessage();
        }
    }
}
