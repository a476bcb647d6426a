package io.jenkins.plugins.monai.form;

import io.jenkins.plugins.monai.Texts;
import io.jenkins.plugins.monai.engine.parameter.Section;
import java.util.List;

/** Fields that stand together: for Jelly. */
public final class FormSection {

    private final Section section;
    private final List<FormField> fields;

    FormSection(Section section, List<FormField> fields) {
        this.section = section;
        this.fields = fields;
    }

    /** Null for what is always shown. */
    public String getTitle() {
        return section.name().isEmpty() ? null : Texts.get("section." + section.name());
    }

    public boolean isRare() {
        return section.rare();
    }

    public List<FormField> getFields() {
        return fields;
    }
}
