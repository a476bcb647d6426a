package io.jenkins.plugins.monai.config;

import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.plugins.monai.Texts;
import io.jenkins.plugins.monai.engine.permission.ActionFinding;
import io.jenkins.plugins.monai.engine.permission.OperationPermissions;
import io.jenkins.plugins.monai.engine.permission.PermissionReport;
import java.util.List;

/** A permission report as HTML for a form. */
final class PermissionReportView {

    private static final String DOCUMENTATION = "https://github.com/jenkinsci/monai-deploy-plugin/tree/main/docs/iam";

    private final PermissionReport report;

    PermissionReportView(PermissionReport report) {
        this.report = report;
    }

    /** An error where something is missing, a warning where it may be. */
    FormValidation validation() {
        if (!report.operations().stream().allMatch(OperationPermissions::isSufficient)) {
            return FormValidation.errorWithMarkup(html());
        }
        boolean complete = report.operations().stream()
                .allMatch(o -> o.missing().isEmpty() && o.unchecked().isEmpty());
        return complete ? FormValidation.okWithMarkup(html()) : FormValidation.warningWithMarkup(html());
    }

    String html() {
        StringBuilder html = new StringBuilder("<p>")
                .append(escaped(
                        Texts.get("PermissionReportView.caller", report.caller().arn())))
                .append("</p>");
        report.whyNotSimulated()
                .ifPresent(why -> html.append("<p>")
                        .append(escaped(Texts.get("PermissionReportView.notSimulated", why)))
                        .append("</p>"));
        report.operations().forEach(operation -> append(html, operation));
        return html.append("<p>")
                .append(escaped(Texts.get("PermissionReportView.policies")))
                .append(" <a href=\"" + DOCUMENTATION
                        + "\" target=\"_blank\" rel=\"noopener noreferrer\">docs/iam</a></p>")
                .toString();
    }

    private static void append(StringBuilder html, OperationPermissions operation) {
        html.append("<p><strong>")
                .append(escaped(operation.operation().title()))
                .append("</strong>: ")
                .append(escaped(Texts.get(
                        "PermissionReportView.counts",
                        operation.allowed().size(),
                        operation.missing().size(),
                        operation.unchecked().size())))
                .append("</p>");
        append(html, Texts.get("PermissionReportView.missing"), operation.missing(), true);
        append(html, Texts.get("PermissionReportView.unchecked"), operation.unchecked(), false);
    }

    private static void append(StringBuilder html, String title, List<ActionFinding> findings, boolean open) {
        if (findings.isEmpty()) {
            return;
        }
        html.append(open ? "<details open>" : "<details>")
                .append("<summary>")
                .append(escaped(title))
                .append("</summary><ul>");
        for (ActionFinding finding : findings) {
            html.append("<li><code>")
                    .append(escaped(finding.action()))
                    .append("</code>: ")
                    .append(escaped(finding.reason()))
                    .append(finding.onlyFor()
                            .map(only -> " (" + escaped(only) + ")")
                            .orElse(""))
                    .append("</li>");
        }
        html.append("</ul></details>");
    }

    private static String escaped(String text) {
        return Util.xmlEscape(text);
    }
}
