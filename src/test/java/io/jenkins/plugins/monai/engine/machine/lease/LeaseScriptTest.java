package io.jenkins.plugins.monai.engine.machine.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.monai.engine.machine.LeaseTerms;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A machine ends itself in time, whatever becomes of who launched it and of the rest of its boot. */
class LeaseScriptTest {

    /** Seconds, of the standard terms. */
    private static final int LEASE = 900;

    private static final int LIMIT = 7800;

    private static final List<String> UNITS =
            List.of("monai-deploy-limit.service", "monai-deploy-lease.service", "monai-deploy-lease.timer");

    @TempDir
    private Path folder;

    private LeasedMachine machine;

    @BeforeEach
    void make() throws Exception {
        machine = new LeasedMachine(folder, true);
    }

    @AfterEach
    void end() throws Exception {
        machine.close();
    }

    private static String userData() {
        return UserData.lease(LeaseTerms.STANDARD, Duration.ofSeconds(LIMIT));
    }

    @Test
    void aDeadControllerCostsTheLeaseAndOneLookOfTheTimer() throws Exception {
        machine.boot(userData());
        assertFalse(machine.endsAt(LEASE - 1));
        assertTrue(machine.endsAt(LEASE));
        assertTrue(machine.unit("monai-deploy-lease.timer").contains("OnUnitInactiveSec=30\n"));
    }

    /** As in a container, whose uptime is that of its host. */
    @Test
    void theLeaseBeginsWithTheBoothook() throws Exception {
        machine.uptime(1_000_000);
        machine.boot(userData());
        assertFalse(machine.endsAt(1_000_000 + LEASE - 1));
        assertTrue(machine.endsAt(1_000_000 + LEASE));
        assertTrue(machine.endsAt(1_000_000 + LIMIT));
    }

    @Test
    void aRenewedLeaseLivesAndRunsOutWhenItIsRenewedNoMore() throws Exception {
        machine.boot(userData());
        for (int now = 60; now < LIMIT - LEASE; now += 600) {
            assertFalse(machine.endsAt(now), "at " + now);
            machine.renew();
        }
        int last = 60 + (LIMIT - LEASE - 61) / 600 * 600;
        assertFalse(machine.endsAt(last + LEASE - 1));
        assertTrue(machine.endsAt(last + LEASE));
    }

    @Test
    void tenMinutesWithoutSshAreSurvived() throws Exception {
        machine.boot(userData());
        machine.uptime(300);
        machine.renew();
        assertFalse(machine.endsAt(300 + 600));
        machine.renew();
        assertFalse(machine.endsAt(300 + 600 + LEASE - 1));
    }

    @Test
    void theLongestTimeEndsAMachineWhoseLeaseIsRenewed() throws Exception {
        machine.boot(userData());
        machine.uptime(LIMIT - 1);
        machine.renew();
        assertFalse(machine.endsAt(LIMIT - 1));
        machine.uptime(LIMIT);
        machine.renew();
        assertTrue(machine.endsAt(LIMIT));
    }

    /** The second belt: a process that sleeps, whatever became of timer and lease. */
    @Test
    void theLongestTimeIsWaitedForWithoutTheTimerToo() throws Exception {
        machine.boot(userData());
        machine.start("monai-deploy-limit.service");
        assertEquals(
                List.of("systemctl --no-block poweroff", "systemctl --force --force poweroff"),
                machine.calls().stream().filter(LeasedMachine::ends).toList(),
                "in good order at first, then by force");
        assertEquals(LIMIT + 90, uptime());
    }

    private long uptime() throws Exception {
        return Long.parseLong(Files.readString(machine.path("proc/uptime")).split("\\.")[0]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "99999",
                "999999999999999999999",
                "-1",
                "0x10",
                "0899",
                "soon",
                "",
                "\n\n",
                "1e9",
                "700 899",
                "*",
                "$(reboot)",
                "\u0000\u0001",
                "900000000"
            })
    void whatIsNoTimeOfThisBootRenewsNothing(String written) throws Exception {
        machine.boot(userData());
        Files.writeString(machine.path("run/monai-deploy/renewed"), written + "\n");
        assertTrue(machine.endsAt(LEASE + 899));
    }

    @Test
    void aLineThatIsHalfWrittenLeavesTheOnesBefore() throws Exception {
        machine.boot(userData());
        Files.writeString(machine.path("run/monai-deploy/renewed"), "100\n800\n8");
        assertFalse(machine.endsAt(800 + LEASE - 1));
        assertTrue(machine.endsAt(800 + LEASE));
    }

    @Test
    void withoutTheFileTheLeaseRunsFromTheBoot() throws Exception {
        machine.boot(userData());
        Files.delete(machine.path("run/monai-deploy/renewed"));
        assertFalse(machine.endsAt(LEASE - 1));
        assertTrue(machine.endsAt(LEASE));
    }

    @Test
    void theTimeOfAllBootsCounts() throws Exception {
        machine.boot(userData());
        machine.uptime(LIMIT - 1000);
        machine.renew();
        assertFalse(machine.endsAt(LIMIT - 1000));
        machine.reboot();
        machine.boot(userData());
        assertFalse(machine.endsAt(LEASE - 1), "the lease begins anew");
        machine.uptime(999);
        machine.renew();
        assertFalse(machine.endsAt(999));
        machine.uptime(1000);
        machine.renew();
        assertTrue(machine.endsAt(1000), "the longest time does not");
    }

    @Test
    void aMachineThatBootsAgainAndAgainComesToItsEnd() throws Exception {
        int boots = 0;
        boolean over = false;
        while (!over) {
            machine.boot(UserData.lease(LeaseTerms.STANDARD, Duration.ofMinutes(10)));
            over = machine.endsAt(1);
            machine.reboot();
            boots++;
        }
        assertEquals(11, boots, "each of the boots before counts as a minute");
    }

    @Test
    void atALaterBootTheUnitsStandWithoutCloudInit() throws Exception {
        machine.boot(userData());
        machine.reboot();
        assertFalse(machine.endsAt(30), "the timer's first look begins the lease");
        assertFalse(machine.endsAt(30 + LEASE - 1));
        assertTrue(machine.endsAt(30 + LEASE));
        for (String unit : List.of("monai-deploy-limit.service", "monai-deploy-lease.timer")) {
            assertTrue(Files.exists(machine.path("etc/systemd/system/sysinit.target.wants/" + unit)), unit);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"etc/systemd", "var/lib", "dev"})
    void whereAFolderCannotBeWrittenTheMachineEndsAllTheSame(String path) throws Exception {
        Files.delete(machine.path(path));
        Files.writeString(machine.path(path), "not a folder");
        machine.boot(userData());
        assertFalse(machine.endsAt(LEASE - 1));
        machine.uptime(LEASE - 1);
        machine.renew();
        assertFalse(machine.endsAt(LEASE));
        assertTrue(machine.endsAt(2 * LEASE));
    }

    /** Where systemd does not take the units, loops do their work. */
    @Test
    void whereSystemdFailsTheMachineEndsAllTheSame() throws Exception {
        machine.command("systemctl", 1);
        machine.boot(userData());
        awaitEnd();
    }

    @Test
    void withoutSystemdTheMachineEndsAllTheSame() throws Exception {
        machine.close();
        machine = new LeasedMachine(folder.resolve("plain"), false);
        machine.boot(userData());
        awaitEnd();
        assertTrue(uptime() >= LEASE, "not before its lease is over");
    }

    /** The loops run on beside what started them, with the machine's clock. */
    private void awaitEnd() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (machine.calls().stream().noneMatch(LeasedMachine::ends)) {
            assertTrue(System.nanoTime() < deadline, machine.calls().toString());
            Thread.sleep(10);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStandingMachineEndsWhereNothingWasInstalled(boolean settled) throws Exception {
        for (int boot = 0; boot < 3; boot++) {
            machine.boot(UserData.limit(Duration.ofMinutes(90)));
            if (settled) {
                Files.writeString(machine.path("var/lib/monai-deploy/settled"), "");
            }
            Files.deleteIfExists(machine.path("calls"));
            machine.start("monai-deploy-limit.service");
            assertEquals(!settled, machine.calls().stream().anyMatch(LeasedMachine::ends));
            machine.reboot();
        }
        assertFalse(Files.exists(machine.path("etc/systemd/system/monai-deploy-lease.timer")));
    }

    @Test
    void systemdTakesTheUnits() throws Exception {
        Path program = Stream.of("/usr/bin", "/bin")
                .map(p -> Path.of(p, "systemd-analyze"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        assumeTrue(program != null, "systemd-analyze is not here");
        machine.boot(userData());
        for (String unit : UNITS) {
            Process process = new ProcessBuilder(
                            program.toString(),
                            "verify",
                            machine.path("etc/systemd/system/" + unit).toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), output);
            assertFalse(output.contains("monai-deploy"), output);
        }
    }

    @Test
    void itFitsIntoUserData() {
        assertTrue(userData().getBytes(StandardCharsets.UTF_8).length <= UserData.MAX_BYTES);
    }
}
