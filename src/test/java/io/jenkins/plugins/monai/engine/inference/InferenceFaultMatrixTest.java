package io.jenkins.plugins.monai.engine.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.monai.lab.Fault;
import io.jenkins.plugins.monai.lab.FaultOutcome;
import io.jenkins.plugins.monai.lab.FaultRow;
import io.jenkins.plugins.monai.lab.ImagePusher;
import io.jenkins.plugins.monai.lab.Lab;
import io.jenkins.plugins.monai.lab.LabOptions;
import io.jenkins.plugins.monai.lab.NamedCalls.PhaseCall;
import io.jenkins.plugins.monai.lab.NeedsLab;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Each call of AWS of an installation and of a removal, crossed with what may go wrong with it. What is missing after it,
 * what is there twice and what a removal leaves is counted in the laboratory's account. The machine takes each command
 * and does nothing.
 */
@NeedsLab(containers = false)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InferenceFaultMatrixTest {

    private static final String CONFIGURE = "monaiConfigureInference";
    private static final String REMOVE = "monaiRemoveInference";
    private static final String REPOSITORY = "monai-faults/echo";
    private static final String BUCKET = "monai-faults";

    /** Those of the reads of an installation, of which there are many: a read has no effect to be lost or doubled. */
    private static final Set<Fault> OF_READS =
            EnumSet.of(Fault.THROTTLED, Fault.RESET, Fault.LATE, Fault.DENIED, Fault.MALFORMED, Fault.KILLED_BEFORE);

    private static final List<String> REPRESENTATIVES = List.of(
            "MACHINE RunInstances: answer lost",
            "FUNCTION CreateDocument: delivered twice",
            "PERMISSION AddPermission: answer lost",
            "INSTALL SendCommand: access denied",
            "NOTIFICATION PutBucketNotificationConfiguration: not known yet, three times",
            "FUNCTION CreateFunction: controller killed after it",
            "FUNCTION DeleteFunction: answer lost",
            "MACHINE TerminateInstances: controller killed before it");

    private final AtomicInteger installations = new AtomicInteger();
    private Lab lab;
    private String map;

    @BeforeAll
    void start() throws Exception {
        lab = Lab.start(LabOptions.standard().withoutContainers());
        assumeTrue(lab.registryUri().isPresent(), "no registry");
        try (InferenceAccount account = new InferenceAccount(lab, "none", BUCKET)) {
            account.aws().s3().createBucket(r -> r.bucket(BUCKET));
            account.aws().ecr().createRepository(r -> r.repositoryName(REPOSITORY));
        }
        ImagePusher pusher =
                new ImagePusher(lab.registryUri().orElseThrow(), REPOSITORY, "AWS", lab.registryPassword());
        pusher.image("1", pusher.blob(ImagePusher.CONFIG, "{}".getBytes(UTF_8)), new ObjectMapper().createArrayNode());
        map = REPOSITORY + ":1";
    }

    @AfterAll
    void close() {
        lab.close();
    }

    private String newFunction() {
        return "monai-faults-" + installations.incrementAndGet();
    }

    @TestFactory
    Stream<DynamicTest> eachCallOfAnInstallation() throws Exception {
        return cases(CONFIGURE, "STOP", true);
    }

    @TestFactory
    Stream<DynamicTest> eachCallOfARemoval() throws Exception {
        return cases(REMOVE, "REPORT", false);
    }

    /** What a removal takes away was made long before: it is known everywhere. */
    private Stream<DynamicTest> cases(String operation, String lastPhase, boolean installing) throws Exception {
        List<PhaseCall> calls = callsWithoutFault(installing);
        return calls.stream()
                .flatMap(call -> Arrays.stream(Fault.values())
                        .filter(fault -> fault.concerns(call) && (installing || fault != Fault.LATE))
                        .filter(fault -> !call.isReading() || OF_READS.contains(fault))
                        .filter(fault ->
                                FaultRow.allAreWanted() || REPRESENTATIVES.contains(name(call, fault, lastPhase)))
                        .map(fault -> dynamicTest(
                                name(call, fault, lastPhase), () -> run(operation, call, fault, lastPhase))));
    }

    private List<PhaseCall> callsWithoutFault(boolean installing) throws Exception {
        lab.front().reset();
        String function = newFunction();
        try (InferenceAccount account = new InferenceAccount(lab, function, BUCKET);
                FaultyInference<?> configure = FaultyInference.configure(lab, function, BUCKET, map);
                FaultyInference<?> remove = FaultyInference.remove(lab, function, BUCKET)) {
            FaultOutcome installed = configure.run();
            assertTrue(installed.isAsWithoutIt(), () -> installed.told() + "\n" + configure.log());
            assertEquals(0, account.missing(), configure::log);
            FaultOutcome removed = remove.run();
            assertTrue(removed.isAsWithoutIt(), () -> removed.told() + "\n" + remove.log());
            assertEquals(0, account.all(), remove::log);
            return List.copyOf((installing ? configure : remove).calls().distinct());
        }
    }

    private static String name(PhaseCall call, Fault fault, String lastPhase) {
        return call.phase() + " " + fault.of(call, lastPhase);
    }

    private FaultyInference<?> faulty(String operation, String function) throws Exception {
        return operation.equals(CONFIGURE)
                ? FaultyInference.configure(lab, function, BUCKET, map)
                : FaultyInference.remove(lab, function, BUCKET);
    }

    private void run(String operation, PhaseCall call, Fault fault, String lastPhase) throws Exception {
        String function = newFunction();
        lab.front().reset();
        if (operation.equals(REMOVE)) {
            undisturbed(CONFIGURE, function);
        }
        long begun = System.nanoTime();
        try (InferenceAccount account = new InferenceAccount(lab, function, BUCKET);
                FaultyInference<?> faulty = faulty(operation, function)) {
            switch (fault) {
                case KILLED_BEFORE -> faulty.calls().killBefore(call);
                case KILLED_AFTER -> faulty.calls().killAfter(call);
                default -> lab.front().order(fault, call, lastPhase, faulty::phase);
            }
            FaultOutcome outcome = faulty.run();
            double seconds = (System.nanoTime() - begun) / 1e9;
            lab.front().reset();
            int lost = lost(operation, outcome, account);
            // What a failure has left half done the next run finishes, and nothing is there twice then.
            undisturbed(CONFIGURE, function);
            int duplicated = account.surplus();
            undisturbed(REMOVE, function);
            FaultRow row = new FaultRow(
                    operation,
                    call.phase(),
                    fault.of(call, lastPhase),
                    outcome.told(),
                    account.all(),
                    lost,
                    duplicated,
                    seconds);
            row.write();
            String told = row + "\n" + faulty.log();
            assertEquals(0, row.left(), told);
            assertEquals(0, row.lost(), told);
            assertEquals(0, row.duplicated(), told);
            outcome.assertClear();
            assertTrue(outcome.isAsWithoutIt() || !fault.isToBeSurvived(), told);
        }
    }

    /** Of an installation what it says is there and is not, of a removal what it says is gone and is not. */
    private static int lost(String operation, FaultOutcome outcome, InferenceAccount account) throws Exception {
        if (!outcome.isAsWithoutIt()) {
            return 0;
        }
        return operation.equals(CONFIGURE) ? account.missing() : account.all();
    }

    private void undisturbed(String operation, String function) throws Exception {
        try (FaultyInference<?> next = faulty(operation, function)) {
            FaultOutcome outcome = next.run();
            assertTrue(outcome.isAsWithoutIt(), () -> outcome.told() + "\n" + next.log());
        }
    }
}
