package io.jenkins.plugins.monai.engine.map;

import io.jenkins.plugins.monai.engine.map.Finding.Level;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** What a verification came to. Kept in build records. */
public final class VerificationReport implements Serializable {

    private static final long serialVersionUID = 1L;

    private final VerificationSubject subject;
    private final ArrayList<Finding> findings;

    public VerificationReport(VerificationSubject subject, List<Finding> findings) {
        this.subject = subject;
        this.findings = new ArrayList<>(findings);
        this.findings.sort(Comparator.comparing(Finding::getLevel).thenComparing(Finding::getCheck));
    }

    /** The same with all of the image's text put through this, as to mask secrets. */
    public VerificationReport shown(UnaryOperator<String> how) {
        return new VerificationReport(
                subject.shown(how),
                findings.stream().map(finding -> finding.shown(how)).toList());
    }

    public VerificationSubject getSubject() {
        return subject;
    }

    /** The worst first, then by row of the checklist. */
    public List<Finding> getFindings() {
        return Collections.unmodifiableList(findings);
    }

    public int getErrorCount() {
        return count(Level.ERROR);
    }

    public int getWarnCount() {
        return count(Level.WARN);
    }

    public int getInfoCount() {
        return count(Level.INFO);
    }

    private int count(Level level) {
        return (int)
                findings.stream().filter(finding -> finding.getLevel() == level).count();
    }

    /** For the log: what was verified, then a line for each finding. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("MAP " + subject.getImage() + ": " + counted(getErrorCount(), "error") + ", "
                + counted(getWarnCount(), "warning") + ", " + counted(getInfoCount(), "note"));
        lines.add(String.format(
                Locale.ROOT,
                "  '%s' %s, %s, %.1f MB, specification %s, %s",
                or(subject.getTitle(), "no title"),
                or(subject.getVersion(), "no version"),
                or(subject.getPlatform(), "no platform"),
                subject.getSizeBytes() / 1e6,
                or(subject.getSpecification(), "unknown"),
                subject.getDigest()));
        findings.forEach(finding -> lines.add("  " + finding));
        return lines;
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static String or(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }

    /** {@link #lines} as one text. */
    @Override
    public String toString() {
        return String.join("\n", lines());
    }
}
