package io.jenkins.plugins.monai.engine.buildmap.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.buildmap.BuildMapResult;
import io.jenkins.plugins.monai.engine.machine.LaunchAttempt;
import io.jenkins.plugins.monai.engine.machine.LaunchAttempt.Outcome;
import io.jenkins.plugins.monai.engine.machine.MachineParameters;
import io.jenkins.plugins.monai.engine.machine.MarketChoice;
import io.jenkins.plugins.monai.lab.Lab;
import io.jenkins.plugins.monai.lab.NeedsLab;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** EC2 takes a spot machine back in the middle of a build, which goes on from the launch of another one. */
@NeedsLab
class BuildMapSpotTest {

    /**
     * Answers as the metadata service does once EC2 has given notice. The build tool is held: one that is quick would be
     * done before the notice is asked for again.
     */
    private static final String NOTICE = """
            cat >/usr/local/bin/curl <<'END'
            #!/bin/sh
            case "$*" in
              *api/token*) echo token ;;
              *spot/instance-action*) echo '{"action": "terminate", "time": "2030-01-01T12:00:00Z"}' ;;
              *) exec /usr/bin/curl "$@" ;;
            esac
            END
            cat >/usr/local/bin/podman <<'END'
            #!/bin/sh
            [ "$1" != build ] || exec sleep infinity
            exec /usr/bin/podman "$@"
            END
            chmod 755 /usr/local/bin/curl /usr/local/bin/podman
            """;

    @TempDir
    Path workspace;

    @Test
    void theBuildStartsOverOnAnotherMachine(Lab lab) throws Exception {
        lab.front().reset();
        TinyApplication.in(workspace);
        try (Trial trial = Trial.of(lab, workspace)) {
            trial.with(MachineParameters.MARKET, MarketChoice.SPOT.value());
            trial.runUntilAfter("UPLOAD");
            String first = trial.state().machine().instanceId();
            lab.onInstance(first, "sh", "-c", NOTICE);

            BuildMapResult result = trial.succeeds();

            assertEquals(0, result.verification().getErrorCount());
            assertNotEquals(first, result.instanceId());
            List<LaunchAttempt> attempts = trial.state().machine().launches().attempts();
            assertEquals(
                    List.of(Outcome.TAKEN_BACK, Outcome.LAUNCHED),
                    attempts.stream().map(LaunchAttempt::getOutcome).toList());
            assertEquals("terminate at 2030-01-01T12:00:00Z", attempts.get(0).getDetail());
            assertTrue(
                    trial.log().toString().contains("the run starts over on another machine, 1 of at most 2 times"),
                    trial.log()::toString);
        }
    }
}
