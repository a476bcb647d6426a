package io.jenkins.plugins.monai.engine.buildmap.build;

import static io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters.BASE_IMAGE;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.HOST_KEY_STRATEGY;
import static io.jenkins.plugins.monai.engine.machine.MachineParameters.SSH_USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.buildmap.BuildMapResult;
import io.jenkins.plugins.monai.lab.Lab;
import io.jenkins.plugins.monai.lab.LabOptions;
import io.jenkins.plugins.monai.lab.NeedsLab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong once there is a machine: nothing of the run stays, whatever it is. */
@NeedsLab
class BuildMapFaultsTest {

    private static final Pattern STEP = Pattern.compile("STEP (\\d+)/\\d+: .*", Pattern.DOTALL);

    @TempDir
    Path workspace;

    private Lab lab;
    private LabAccount account;
    private TinyApplication application;
    private Trial trial;

    @BeforeEach
    void prepare(Lab shared) throws IOException {
        lab = shared;
        lab.front().reset();
        account = new LabAccount(lab);
        application = TinyApplication.in(workspace);
        trial = Trial.of(lab, workspace);
    }

    @AfterEach
    void close() {
        lab.front().reset();
        trial.close();
        account.close();
    }

    private void onMachine(String script) {
        try {
            lab.onInstance(trial.state().machine().instanceId(), "sh", "-c", script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aHostKeyThatIsNotTheConsoles() {
        String other = """
                -----BEGIN SSH HOST KEY KEYS-----
                ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE6s8tW3l0z1sQ0m2w2kH1g1m9v9b3Yp0b7mXo1m2Q3r
                -----END SSH HOST KEY KEYS-----
                """;
        lab.front()
                .answer(
                        "ec2:GetConsoleOutput",
                        "<output>"
                                + Base64.getEncoder().encodeToString(other.getBytes(StandardCharsets.UTF_8))
                                + "</output>",
                        99);
        trial.with(HOST_KEY_STRATEGY, "console");
        trial.failsIn("WAIT_SSH", "host key", "may not be the machine that was launched");
    }

    @Test
    void aMachineThatEndsWhileItsSshServerIsWaitedFor() {
        trial.with(SSH_USER, "nobody-of-this-name");
        trial.log()
                .when(
                        "WAIT_SSH",
                        () -> account.terminate(trial.state().machine().instanceId()));
        trial.failsIn("WAIT_SSH", "went away", "EC2 console");
    }

    @Test
    void aUserThatTheMachineDoesNotKnow() throws Exception {
        trial.with(SSH_USER, "ec2-user");
        trial.runUntilAfter("LAUNCH");
        onMachine("until grep -q listening /var/log/sshd.log; do sleep 0.1; done");
        String waitingFor;
        do {
            waitingFor = trial.operation().advance().waitingFor();
        } while (!"the machine's SSH server".equals(waitingFor));
        trial.clock().moveOn(Duration.ofMinutes(11));
        trial.failsIn("WAIT_SSH", "ec2-user", "sshUser");
    }

    @Test
    void aDiskThatIsFull() throws Exception {
        application.file("models/weights/weights.bin", new byte[1_000_000]);
        trial.runUntilAfter("LAUNCH");
        String small = LabOptions.SMALL_DISK;
        onMachine("until [ -s /home/ubuntu/.ssh/authorized_keys ]; do sleep 0.1; done; cp -rp /home/ubuntu/.ssh "
                + small + " && chown ubuntu " + small + " && chmod 755 " + small + " && usermod --home " + small
                + " ubuntu");
        trial.failsIn("UPLOAD", "disk has 0.00 GB free", "volumeGiB");
    }

    @Test
    void aRequirementThatDoesNotExist() throws IOException {
        application.file("app/requirements.txt", "numpy==99999.0\n");
        trial.failsIn("PACKAGE", "failed with exit code", "requirements");
        assertTrue(
                trial.log().machineLines().stream().anyMatch(l -> l.contains("No matching distribution")),
                trial.log()::toString);
    }

    @Test
    void aBaseImageThatDoesNotExist() {
        trial.with(BASE_IMAGE, lab.baseImage() + "-not");
        trial.failsIn("PACKAGE", "failed with exit code", "baseImage");
    }

    /** The build tool is held: one that is quick has ended before its first lines are read. */
    @Test
    void aMachineThatIsEndedWhileItPackages() throws Exception {
        trial.runUntilAfter("LAUNCH");
        onMachine("printf '#!/bin/sh\\n[ \"$1\" != build ] || { echo held; exec sleep infinity; }\\n"
                + "exec /usr/bin/podman \"$@\"\\n' >/usr/local/bin/podman; chmod 755 /usr/local/bin/podman");
        trial.log().when("held", () -> account.terminate(trial.state().machine().instanceId()));
        trial.failsIn("PACKAGE", "went away while the packaging ran", "EC2 console");
    }

    @Test
    void noPermissionToMakeARepository() {
        lab.front().fail("ecr:CreateRepository", "AccessDeniedException", 9);
        trial.failsIn("REPOSITORY", "ecr:CreateRepository");
    }

    /** Passwords that soon expire: so AWS is asked for another one at each use. */
    private void passwordsSoonExpire() {
        String token =
                Base64.getEncoder().encodeToString(("AWS:" + lab.registryPassword()).getBytes(StandardCharsets.UTF_8));
        String answer = "{\"authorizationData\": [{\"authorizationToken\": \"" + token + "\", \"expiresAt\": "
                + (Instant.now().getEpochSecond() + 60) + "}]}";
        lab.front().answerJson("ecr:GetAuthorizationToken", answer, 99);
    }

    @Test
    void aRegistryThatRefusesTheLogin() {
        passwordsSoonExpire();
        String wrong = Base64.getEncoder().encodeToString("AWS:wrong".getBytes(StandardCharsets.UTF_8));
        String answer = "{\"authorizationData\": [{\"authorizationToken\": \"" + wrong + "\"}]}";
        trial.log().when("PUSH", () -> {
            lab.front().reset();
            lab.front().answerJson("ecr:GetAuthorizationToken", answer, 9);
        });
        trial.failsIn("PUSH", "could not log in", "ecr:GetAuthorizationToken");
        assertFalse(trial.log().toString().contains("AWS:wrong")
                || trial.log().toString().contains(wrong));
    }

    @Test
    void noPermissionToReadTheImageBack() {
        lab.front()
                .fail(
                        r -> r.iamAction().equals("ecr:GetAuthorizationToken")
                                && trial.phase().equals("VERIFY"),
                        "AccessDeniedException",
                        "not yours",
                        9);
        passwordsSoonExpire();
        trial.failsIn("VERIFY", "ecr:GetAuthorizationToken");
    }

    /** And another process goes on after the push. */
    @Test
    void connectionsThatBreakAndAProcessThatEndsAfterThePush() throws Exception {
        // Of two processes the second may be gone by itself once the first is killed.
        String kill = "pkill -KILL -f '[s]shd: ubuntu'";
        trial.log().when("STEP 3/", () -> onMachine(kill));
        trial.log().when("Pushing ", () -> onMachine(kill));
        trial.runUntilAfter("PUSH");
        assertEveryStepToldOnce();
        trial.takenOverWith(Serialized.copy(trial.state()));
        BuildMapResult result = trial.succeeds();
        assertEquals(0, result.verification().getErrorCount());
        assertEquals(trial.state().imageDigest(), result.imageDigest());
    }

    private void assertEveryStepToldOnce() {
        List<Integer> steps = trial.log().machineLines().stream()
                .map(STEP::matcher)
                .filter(Matcher::matches)
                .map(m -> Integer.valueOf(m.group(1)))
                .toList();
        assertFalse(steps.isEmpty(), trial.log()::toString);
        assertEquals(IntStream.rangeClosed(1, steps.size()).boxed().toList(), steps, trial.log()::toString);
    }
}
