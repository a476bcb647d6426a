package io.jenkins.plugins.monai.engine.buildmap.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.lab.Fault;
import io.jenkins.plugins.monai.lab.FaultOutcome;
import io.jenkins.plugins.monai.lab.FaultRow;
import io.jenkins.plugins.monai.lab.Lab;
import io.jenkins.plugins.monai.lab.LabOptions;
import io.jenkins.plugins.monai.lab.LeftRunning;
import io.jenkins.plugins.monai.lab.NamedCalls.PhaseCall;
import io.jenkins.plugins.monai.lab.NeedsLab;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each call of AWS that a build makes up to its upload and in its clean-up, crossed with what may go wrong with it. What
 * is left, lost and done twice is counted in the laboratory. Which calls there are says a build without a fault.
 */
@NeedsLab(containers = false)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BuildMapFaultMatrixTest {

    private static final String OPERATION = "monaiBuildMap";
    private static final String LAST_PHASE = "UPLOAD";
    private static final String CLEANUP = "CLEANUP";

    /** Of each kind one, where it is hardest. */
    private static final List<String> REPRESENTATIVES = List.of(
            "LAUNCH RunInstances: answer lost",
            "KEY ImportKeyPair: delivered twice",
            "LAUNCH AuthorizeSecurityGroupIngress: not known yet, three times",
            "LAUNCH RunInstances: no capacity once",
            "PREFLIGHT DescribeImages: throttled twice",
            "PREFLIGHT GetCallerIdentity: token expired",
            "LAUNCH CreateSecurityGroup: access denied",
            "LAUNCH RunInstances: answered with a web page",
            "LAUNCH RunInstances: controller killed after it",
            "CLEANUP TerminateInstances: connection reset twice");

    @TempDir
    Path workspace;

    private Lab lab;

    @BeforeAll
    void start() throws Exception {
        lab = Lab.start(LabOptions.standard().withoutContainers());
    }

    @AfterAll
    void close() {
        lab.close();
    }

    @TestFactory
    Stream<DynamicTest> eachCallWithEachFault() throws Exception {
        TinyApplication.in(workspace);
        List<PhaseCall> calls;
        try (FaultyBuild build = new FaultyBuild(lab, workspace, LAST_PHASE)) {
            FaultOutcome outcome = build.run();
            assertTrue(outcome.isAsWithoutIt(), () -> outcome.told() + "\n" + build.log());
            calls = List.copyOf(build.calls().distinct());
        }
        return calls.stream()
                .flatMap(call -> Arrays.stream(Fault.values())
                        .filter(fault -> fault.concerns(call))
                        .filter(fault -> FaultRow.allAreWanted() || REPRESENTATIVES.contains(name(call, fault)))
                        .map(fault -> dynamicTest(name(call, fault), () -> run(call, fault))));
    }

    private static String name(PhaseCall call, Fault fault) {
        return call.phase() + " " + fault.of(call, CLEANUP);
    }

    private void run(PhaseCall call, Fault fault) throws Exception {
        lab.front().reset();
        long begun = System.nanoTime();
        try (FaultyBuild build = new FaultyBuild(lab, workspace, LAST_PHASE)) {
            switch (fault) {
                case KILLED_BEFORE -> build.calls().killBefore(call);
                case KILLED_AFTER -> build.calls().killAfter(call);
                default -> lab.front().order(fault, call, CLEANUP, build::phase);
            }
            FaultOutcome outcome = build.run();
            lab.front().reset();
            LeftRunning left = build.leftRunning();
            int launched = lab.launched(RunIdentity.RUN_TAG, build.runId());
            FaultRow row = new FaultRow(
                    OPERATION,
                    call.phase(),
                    fault.of(call, CLEANUP),
                    outcome.told(),
                    left.instances() + left.keyPairs() + left.securityGroups(),
                    outcome.isAsWithoutIt() && launched == 0 ? 1 : 0,
                    Math.max(0, launched - 1),
                    (System.nanoTime() - begun) / 1e9);
            row.write();
            String told = row + "\n" + build.log();
            assertEquals(new LeftRunning(0, 0, 0), left, told);
            assertEquals(0, row.lost(), told);
            assertEquals(0, row.duplicated(), told);
            outcome.assertClear();
            assertTrue(outcome.isAsWithoutIt() || !fault.isToBeSurvived(), told);
        }
    }
}
