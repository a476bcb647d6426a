package io.jenkins.plugins.monai.signatures;

import java.util.List;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;

/** Finds instance fields that are constant variables (JLS 4.12.4): users of the class would hold a copy of the value. */
@SupportedAnnotationTypes("*")
final class Constants extends AbstractProcessor {

    private final List<String> found;

    Constants(List<String> found) {
        this.found = found;
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        round.getRootElements().forEach(this::search);
        return false;
    }

    private void search(Element type) {
        for (VariableElement field : ElementFilter.fieldsIn(type.getEnclosedElements())) {
            if (field.getConstantValue() != null && !field.getModifiers().contains(Modifier.STATIC)) {
                found.add(type + "." + field);
            }
        }
        ElementFilter.typesIn(type.getEnclosedElements()).forEach(this::search);
    }
}
