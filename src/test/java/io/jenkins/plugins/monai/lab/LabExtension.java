package io.jenkins.plugins.monai.lab;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Starts the laboratory for the first test that needs it, and closes it after the last test of the JVM. */
public final class LabExtension implements ExecutionCondition, ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(LabExtension.class);

    /** Kept in the store whether the start succeeded or not, so that a failure costs its time once. */
    private record Shared(Lab lab, IOException failure) implements AutoCloseable {
        @Override
        public void close() {
            if (lab != null) {
                lab.close();
            }
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        boolean containers = context.getElement()
                .flatMap(element -> AnnotationSupport.findAnnotation(element, NeedsLab.class))
                .map(NeedsLab::containers)
                .orElse(false);
        if (!Files.isDirectory(LabPaths.virtualEnvironment(WorkingCopy.root(), "aws"))) {
            return ConditionEvaluationResult.disabled(
                    "no laboratory: run make setup, which fetches the emulator of AWS");
        }
        Shared shared = shared(context);
        if (containers && shared.lab() != null && !shared.lab().containers()) {
            return ConditionEvaluationResult.disabled(
                    "no real containers: " + shared.lab().whyNoContainers().orElse(""));
        }
        return ConditionEvaluationResult.enabled("the laboratory is there");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Lab.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Shared shared = shared(context);
        if (shared.lab() == null) {
            throw new IllegalStateException("The laboratory did not start", shared.failure());
        }
        return shared.lab();
    }

    private static Shared shared(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent("lab", key -> start(), Shared.class);
    }

    private static Shared start() {
        try {
            return new Shared(Lab.start(), null);
        } catch (IOException e) {
            return new Shared(null, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Shared(null, new IOException("interrupted", e));
        }
    }
}
