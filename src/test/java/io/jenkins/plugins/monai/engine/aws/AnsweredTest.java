package io.jenkins.plugins.monai.engine.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

class AnsweredTest {

    @Test
    void anInterruptInTheMiddleDoesNotLoseTheAnswer() {
        Thread caller = Thread.currentThread();
        CountDownLatch accepted = new CountDownLatch(1);
        String answer = Answered.call(() -> {
            caller.interrupt();
            accepted.countDown();
            assertFalse(Thread.currentThread().isInterrupted());
            return "i-1";
        });
        assertEquals("i-1", answer);
        assertTrue(Thread.interrupted(), "the interrupt is handed on");
        assertEquals(0, accepted.getCount());
    }

    @Test
    void whatTheCallThrowsIsThrown() {
        SdkClientException refused = SdkClientException.create("no network");
        assertSame(
                refused,
                assertThrows(
                        SdkClientException.class,
                        () -> Answered.call(() -> {
                            throw refused;
                        })));
        assertThrows(
                LinkageError.class,
                () -> Answered.call(() -> {
                    throw new LinkageError();
                }));
        assertFalse(Thread.interrupted());
    }
}
