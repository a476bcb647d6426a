package io.jenkins.plugins.monai.form;

import io.jenkins.plugins.monai.Texts;
import io.jenkins.plugins.monai.engine.parameter.Parameter;
import java.util.function.Supplier;

/** A parameter's field: for Jelly. */
public final class FormField {

    private final Parameter<?> parameter;
    private final Supplier<String> checkUrl;
    private final String checkDependsOn;

    /**
     * @param checkUrl asked while a page is made; gives null where the descriptor has a check of its own
     * @param checkDependsOn the names of the fields that are sent along, with blanks between
     */
    FormField(Parameter<?> parameter, Supplier<String> checkUrl, String checkDependsOn) {
        this.parameter = parameter;
        this.checkUrl = checkUrl;
        this.checkDependsOn = checkDependsOn;
    }

    public String getName() {
        return parameter.name();
    }

    public String getKind() {
        return parameter.kind().name();
    }

    public String getTitle() {
        return Texts.get("parameter." + parameter.name());
    }

    /** Whether an empty field may be a mistake. */
    public boolean isRequired() {
        return parameter.mandatory() || parameter.companion() != null;
    }

    public long getLowest() {
        return parameter.bounds().lowest();
    }

    /** Null for as much as there can be. */
    public Long getHighest() {
        long highest = parameter.bounds().highest();
        return highest < Integer.MAX_VALUE ? highest : null;
    }

    /** What is taken where nobody says anything of a flag. */
    public boolean isRaised() {
        return Boolean.TRUE.equals(parameter.otherwise());
    }

    /** What is taken in place of an empty field. */
    public String getPlaceholder() {
        return ParameterText.of(parameter.otherwise());
    }

    public String getCheckUrl() {
        return checkUrl.get();
    }

    public String getCheckDependsOn() {
        return checkUrl.get() == null ? null : checkDependsOn;
    }

    /** @param instance null for a new one */
    public String textIn(Object instance) {
        return instance == null ? "" : ParameterText.of(Beans.get(instance, parameter.name()));
    }
}
