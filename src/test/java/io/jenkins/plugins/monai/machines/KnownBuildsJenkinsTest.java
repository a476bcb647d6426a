package io.jenkins.plugins.monai.machines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.monai.engine.reaper.RunStatus;
import io.jenkins.plugins.monai.page.DeployAction;
import io.jenkins.plugins.monai.page.OperationRecord;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What the controller says of a run. */
@WithJenkins
class KnownBuildsJenkinsTest {

    private final KnownBuilds known = new KnownBuilds();

    private RunStatus.State state(String run, String job) {
        return known.status(run, job).state();
    }

    @Test
    void aRunIsOverWithItsBuild(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("spleen");
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        assertEquals(RunStatus.State.UNKNOWN, state("run", "spleen/1"), "the build has no record of it");
        DeployAction.of(build).record("run", "monaiBuildMap", "app", "eu-west-1");
        assertEquals(RunStatus.State.OVER, state("run", "spleen/1"));
        assertEquals(
                build.getStartTimeInMillis() + build.getDuration(),
                known.status("run", "spleen/1").since().toEpochMilli());
        assertEquals(RunStatus.State.UNKNOWN, state("run", "spleen/2"));
        assertEquals(RunStatus.State.UNKNOWN, state("run", "other/1"));
        assertEquals(RunStatus.State.UNKNOWN, state("another", "spleen/1"));
        for (String odd : new String[] {"", "spleen", "/", "/1", "spleen/x", "spleen/99999999999"}) {
            assertEquals(RunStatus.State.UNKNOWN, state("run", odd), odd);
        }
        job.renameTo("liver");
        assertEquals(RunStatus.State.UNKNOWN, state("run", "spleen/1"));
    }

    @Test
    void aRunThatIsDrivenIsAliveWhateverBecameOfItsJob(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = jenkins.createFreeStyleProject("spleen");
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        OperationRecord record = DeployAction.of(build).record("driven", "monaiBuildMap", "app", "eu-west-1");
        record.follow(() -> null);
        assertEquals(RunStatus.State.ALIVE, state("driven", "spleen/1"));
        job.renameTo("liver");
        assertEquals(RunStatus.State.ALIVE, state("driven", "spleen/1"));
        assertTrue(known.hasJob("liver/1"));
        assertFalse(known.hasJob("spleen/1"));
    }
}
