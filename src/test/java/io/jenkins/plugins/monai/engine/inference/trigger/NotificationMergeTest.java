package io.jenkins.plugins.monai.engine.inference.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.EventBridgeConfiguration;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.LambdaFunctionConfiguration;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.NotificationConfigurationFilter;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.TopicConfiguration;

class NotificationMergeTest {

    private static final String OURS = "monai-deploy-monai-inference";

    private final NotificationMerge merge =
            new NotificationMerge(function(OURS, "arn:f", "s3:ObjectCreated:*", "input/", ""));

    private static NotificationConfigurationFilter filter(String prefix, String suffix) {
        return NotificationConfigurationFilter.builder()
                .key(k -> k.filterRules(
                        FilterRule.builder().name("Prefix").value(prefix).build(),
                        FilterRule.builder().name("Suffix").value(suffix).build()))
                .build();
    }

    private static LambdaFunctionConfiguration function(
            String id, String arn, String event, String prefix, String suffix) {
        return LambdaFunctionConfiguration.builder()
                .id(id)
                .lambdaFunctionArn(arn)
                .eventsWithStrings(event)
                .filter(filter(prefix, suffix))
                .build();
    }

    /** One of everything, as other teams have it. */
    private static NotificationConfiguration others() {
        return NotificationConfiguration.builder()
                .lambdaFunctionConfigurations(function("thumbnails", "arn:g", "s3:ObjectCreated:*", "photos/", ".jpg"))
                .queueConfigurations(QueueConfiguration.builder()
                        .id("queue")
                        .queueArn("arn:q")
                        .eventsWithStrings("s3:ObjectRemoved:*")
                        .filter(filter("input/", ""))
                        .build())
                .topicConfigurations(TopicConfiguration.builder()
                        .id("topic")
                        .topicArn("arn:t")
                        .eventsWithStrings("s3:ObjectCreated:Put")
                        .filter(filter("logs/", ""))
                        .build())
                .eventBridgeConfiguration(EventBridgeConfiguration.builder().build())
                .build();
    }

    @Test
    void theEntryIsAddedAndAllOthersStay() throws OperationException {
        NotificationConfiguration merged = merge.with(others()).orElseThrow();
        assertEquals(
                List.of("thumbnails", OURS),
                merged.lambdaFunctionConfigurations().stream()
                        .map(LambdaFunctionConfiguration::id)
                        .toList());
        assertEquals(
                others().lambdaFunctionConfigurations().get(0),
                merged.lambdaFunctionConfigurations().get(0));
        assertEquals(others().queueConfigurations(), merged.queueConfigurations());
        assertEquals(others().topicConfigurations(), merged.topicConfigurations());
        assertNotNull(merged.eventBridgeConfiguration());
    }

    @Test
    void theSameAgainChangesNothing() throws OperationException {
        NotificationConfiguration merged = merge.with(others()).orElseThrow();
        assertEquals(Optional.empty(), merge.with(merged));
    }

    @Test
    void anotherPrefixOrFunctionReplacesTheOwnEntryAlone() throws OperationException {
        NotificationConfiguration merged = merge.with(others()).orElseThrow();
        LambdaFunctionConfiguration changed = function(OURS, "arn:f", "s3:ObjectCreated:*", "uploads/", "");
        NotificationConfiguration again =
                new NotificationMerge(changed).with(merged).orElseThrow();
        assertEquals(
                List.of(others().lambdaFunctionConfigurations().get(0), changed), again.lambdaFunctionConfigurations());
    }

    @Test
    void theRemovalTakesTheOwnEntryAlone() throws OperationException {
        NotificationConfiguration merged = merge.with(others()).orElseThrow();
        assertTrue(BucketNotifications.same(others(), merge.without(merged).orElseThrow()));
        assertEquals(Optional.empty(), merge.without(others()));
    }

    @ParameterizedTest
    @CsvSource({
        "s3:ObjectCreated:*,'',''",
        "s3:ObjectCreated:*,input/,''",
        "s3:ObjectCreated:*,input/ct/,''",
        "s3:ObjectCreated:*,in,''",
        "s3:ObjectCreated:Put,input/,.zip",
        "s3:ObjectCreated:CompleteMultipartUpload,i,.dcm",
    })
    void anEntryOfSomeoneElseForTheSameObjectsIsRefused(String event, String prefix, String suffix) {
        NotificationConfiguration taken = NotificationConfiguration.builder()
                .topicConfigurations(TopicConfiguration.builder()
                        .id("archive")
                        .topicArn("arn:aws:sns:eu-west-1:1:archive")
                        .eventsWithStrings(event)
                        .filter(filter(prefix, suffix))
                        .build())
                .build();
        OperationException refused = assertThrows(OperationException.class, () -> merge.with(taken));
        assertTrue(refused.problem().contains("'archive'"), refused.problem());
        assertTrue(refused.problem().contains("arn:aws:sns:eu-west-1:1:archive"), refused.problem());
        assertTrue(refused.remedy().contains("inputPrefix"), refused.remedy());
    }

    @ParameterizedTest
    @CsvSource({"s3:ObjectRemoved:*,input/", "s3:ObjectCreated:*,inputs/", "s3:ObjectTagging:Put,''"})
    void anEntryForOtherObjectsOrEventsIsNot(String event, String prefix) throws OperationException {
        NotificationConfiguration other = NotificationConfiguration.builder()
                .lambdaFunctionConfigurations(function("x", "arn:x", event, prefix, ""))
                .build();
        assertTrue(merge.with(other).isPresent());
    }

    @Test
    void anEntryWithoutAFilterIsForEveryObject() {
        NotificationConfiguration all = NotificationConfiguration.builder()
                .queueConfigurations(QueueConfiguration.builder()
                        .queueArn("arn:q")
                        .eventsWithStrings("s3:ObjectCreated:*")
                        .build())
                .build();
        assertThrows(OperationException.class, () -> merge.with(all));
    }

    @Test
    void theOrderOfEntriesDoesNotMatterAndTheSwitchForEventBridgeDoes() {
        NotificationConfiguration one = others().toBuilder()
                .lambdaFunctionConfigurations(
                        function("a", "arn:a", "s3:ObjectCreated:*", "a/", ""),
                        function("b", "arn:b", "s3:ObjectCreated:*", "b/", ""))
                .build();
        NotificationConfiguration turned = one.toBuilder()
                .lambdaFunctionConfigurations(
                        one.lambdaFunctionConfigurations().get(1),
                        one.lambdaFunctionConfigurations().get(0))
                .build();
        assertTrue(BucketNotifications.same(one, turned));
        assertFalse(BucketNotifications.same(
                one,
                one.toBuilder()
                        .eventBridgeConfiguration((EventBridgeConfiguration) null)
                        .build()));
    }
}
