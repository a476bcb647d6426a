package io.jenkins.plugins.monai.engine.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CleanupTest {

    private final Cleanup cleanup = new Cleanup();

    private List<String> told() {
        return cleanup.entries().stream().map(CleanupEntry::toString).toList();
    }

    @Test
    void whatIsLeftAtFirstIsRemovedLater() {
        cleanup.left(ResourceKind.INSTANCE, "i-1", "being terminated", 1);
        cleanup.removed(ResourceKind.KEY_PAIR, "key", 2);
        assertEquals(List.of("machine i-1: left (being terminated)", "key pair key: removed"), told());
        cleanup.gone(ResourceKind.INSTANCE, 3);
        assertEquals(List.of("machine i-1: removed", "key pair key: removed"), told());
        assertEquals(3, cleanup.entries().get(0).getMillis());
    }

    @Test
    void theFirstTimeOfARemovalCounts() {
        cleanup.removed(ResourceKind.INSTANCE, "i-1", 1);
        cleanup.removed(ResourceKind.INSTANCE, "i-1", 2);
        assertEquals(1, cleanup.entries().size());
        assertEquals(1, cleanup.entries().get(0).getMillis());
    }

    @Test
    void nothingIsOnlySaidWhereThereWasNothing() {
        cleanup.removed(ResourceKind.FUNCTION, "f", 1);
        cleanup.nothing(ResourceKind.FUNCTION, "f", 2);
        cleanup.nothing(ResourceKind.SCHEDULE, "s", 2);
        assertEquals(List.of("function f: removed", "schedule: nothing to remove"), told());
    }

    @Test
    void whatIsRemovedIsToldOnceInTheOrderOfItsRemoval() {
        cleanup.left(ResourceKind.INSTANCE, "i-1", "being terminated", 1);
        cleanup.removed(ResourceKind.KEY_PAIR, "key", 2);
        cleanup.removed(ResourceKind.INSTANCE, "i-1", 3);
        List<CleanupEntry> untold = cleanup.untold();
        assertEquals(
                List.of("key", "i-1"), untold.stream().map(CleanupEntry::getId).toList());
        cleanup.told(untold.get(0));
        cleanup.removed(ResourceKind.KEY_PAIR, "key", 4);
        assertEquals(
                List.of("i-1"),
                cleanup.untold().stream().map(CleanupEntry::getId).toList());
    }

    @Test
    void aFailureThatWasTriedAgainIsTakenBack() {
        cleanup.left(ResourceKind.INSTANCE, "name", "AWS did not answer", 1);
        cleanup.retried(ResourceKind.INSTANCE, "name");
        assertEquals(List.of(), told());
        cleanup.removed(ResourceKind.INSTANCE, "name", 2);
        cleanup.retried(ResourceKind.INSTANCE, "name");
        assertEquals(List.of("machine name: removed"), told());
    }
}
