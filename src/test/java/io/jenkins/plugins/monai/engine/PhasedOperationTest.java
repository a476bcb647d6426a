package io.jenkins.plugins.monai.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.monai.engine.operation.EngineLog;
import io.jenkins.plugins.monai.engine.operation.OperationJournal;
import io.jenkins.plugins.monai.engine.operation.OperationState;
import io.jenkins.plugins.monai.engine.operation.ToldLog;
import io.jenkins.plugins.monai.engine.snapshot.OperationSnapshot;
import io.jenkins.plugins.monai.engine.text.ShownThrowable;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PhasedOperationTest {

    private static final class State extends OperationState {
        State() {
            super("run-1", 0);
        }
    }

    private static final class Context extends OperationContext<String, State> {
        Context(EngineLog log) {
            super(
                    "request",
                    new OperationRun<>(
                            null,
                            new OperationJournal<>(new State(), s -> {}, log, Clock.systemUTC()),
                            null,
                            null,
                            null));
        }
    }

    private static final class Nothing extends PhasedOperation<Context, PhasedOperation.Result> {
        Nothing(Context context) {
            super(List.of(), context, "eu-west-1", Duration.ofHours(1));
        }

        @Override
        protected void show(OperationSnapshot.Builder snapshot) {}

        @Override
        protected void showSoFar(OperationSnapshot.Builder snapshot) {}

        @Override
        protected PhasedOperation.Result toResult() {
            return Map::of;
        }
    }

    /** Whoever drives it shows what fails outside of its phases by this. */
    @Test
    void anErrorFromOutsideOfThePhasesIsShownWithoutSecretsAndForeignText() {
        Context context = new Context(ToldLog.nowhere());
        context.log().hide("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
        Operation operation = new Nothing(context);
        Throwable failure = new IllegalStateException(
                "\u001b[31m[monai] done\nsigned with wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                new LinkageError("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\u202e"));
        ShownThrowable shown = new ShownThrowable(failure, operation::shown);
        assertEquals("java.lang.IllegalStateException: (monai) done signed with ****", shown.toString());
        assertEquals("java.lang.LinkageError: ****", shown.getCause().toString());
    }
}
