package io.jenkins.plugins.monai.engine.inference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Remembers the names of the operations that were called. */
final class CallRecorder implements ExecutionInterceptor {

    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        calls.add(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
    }

    List<String> all() {
        return List.copyOf(calls);
    }

    /** Those that change something; what only reads begins with one of four words. */
    List<String> changing() {
        return all().stream()
                .filter(c -> !c.matches("(Get|List|Describe|Head).*"))
                .toList();
    }

    void reset() {
        calls.clear();
    }
}
