package io.jenkins.plugins.monai.lab;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Which calls an operation makes in which of its phases; tells the front their names, as REST services do not; and is
 * where a controller dies that is killed at a call.
 */
public final class NamedCalls implements ExecutionInterceptor {

    static final String HEADER = "X-Lab-Operation";

    /** A call of an operation: its phase, and the call's name in the API reference. */
    public record PhaseCall(String phase, String operation) {

        /** What only reads begins with one of four words. */
        public boolean isReading() {
            return operation.matches("(Get|List|Describe|Head).*");
        }
    }

    /** The controller's process is gone. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1;

        Killed(PhaseCall call) {
            super("killed at " + call);
        }
    }

    private final Supplier<String> phase;
    private final List<PhaseCall> calls = Collections.synchronizedList(new ArrayList<>());
    private volatile PhaseCall killedBefore;
    private volatile PhaseCall killedAfter;

    /** @param phase that which runs */
    public NamedCalls(Supplier<String> phase) {
        this.phase = phase;
    }

    /** Each call once, in the order of its first time. */
    public Set<PhaseCall> distinct() {
        return new LinkedHashSet<>(calls);
    }

    public void killBefore(PhaseCall call) {
        killedBefore = call;
    }

    /** Once AWS has carried the call out. */
    public void killAfter(PhaseCall call) {
        killedAfter = call;
    }

    private PhaseCall call(ExecutionAttributes attributes) {
        return new PhaseCall(phase.get(), attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        PhaseCall call = call(attributes);
        calls.add(call);
        if (call.equals(killedBefore)) {
            killedBefore = null;
            throw new Killed(call);
        }
    }

    @Override
    public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        return context.httpRequest().toBuilder()
                .putHeader(HEADER, attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME))
                .build();
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        PhaseCall call = call(attributes);
        if (call.equals(killedAfter)) {
            killedAfter = null;
            throw new Killed(call);
        }
    }
}
