package io.jenkins.plugins.monai.engine.inference.trigger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.FilterRuleName;
import software.amazon.awssdk.services.s3.model.LambdaFunctionConfiguration;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;
import software.amazon.awssdk.services.s3.model.NotificationConfigurationFilter;
import software.amazon.awssdk.services.s3.model.QueueConfiguration;
import software.amazon.awssdk.services.s3.model.TopicConfiguration;

/**
 * One entry of a bucket's notification configuration, whatever it notifies. S3 refuses two entries that one object could
 * fit both of.
 *
 * @param target ARN of the function, queue or topic
 * @param events {@code s3:ObjectCreated:*} and the like
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html">Configuring
 *     event notifications using object key name filtering</a>
 */
record EventRules(String id, String target, List<String> events, String prefix, String suffix) {

    static List<EventRules> all(NotificationConfiguration configuration) {
        List<EventRules> all = new ArrayList<>();
        configuration.lambdaFunctionConfigurations().forEach(c -> all.add(of(c)));
        for (QueueConfiguration c : configuration.queueConfigurations()) {
            all.add(of(c.id(), c.queueArn(), c.eventsAsStrings(), c.filter()));
        }
        for (TopicConfiguration c : configuration.topicConfigurations()) {
            all.add(of(c.id(), c.topicArn(), c.eventsAsStrings(), c.filter()));
        }
        return all;
    }

    static EventRules of(LambdaFunctionConfiguration c) {
        return of(c.id(), c.lambdaFunctionArn(), c.eventsAsStrings(), c.filter());
    }

    private static EventRules of(
            String id, String target, List<String> events, NotificationConfigurationFilter filter) {
        return new EventRules(
                id == null ? "" : id,
                target,
                events.stream().sorted().toList(),
                rule(filter, FilterRuleName.PREFIX),
                rule(filter, FilterRuleName.SUFFIX));
    }

    /** S3 answers with the names in capitals or not, as they were given. */
    private static String rule(NotificationConfigurationFilter filter, FilterRuleName name) {
        return Stream.ofNullable(filter)
                .flatMap(f -> Stream.ofNullable(f.key()))
                .flatMap(key -> key.filterRules().stream())
                .filter(r -> name.toString().equalsIgnoreCase(r.nameAsString()))
                .flatMap(r -> Optional.ofNullable(r.value()).stream())
                .findFirst()
                .orElse("");
    }

    /** Whether an object could fit both. */
    boolean overlaps(EventRules other) {
        return events.stream().anyMatch(e -> other.events.stream().anyMatch(o -> meet(e, o)))
                && (prefix.startsWith(other.prefix) || other.prefix.startsWith(prefix))
                && (suffix.endsWith(other.suffix) || other.suffix.endsWith(suffix));
    }

    private static boolean meet(String one, String other) {
        return one.equals(other) || covers(one, other) || covers(other, one);
    }

    private static boolean covers(String wildcard, String event) {
        return wildcard.endsWith("*") && event.startsWith(wildcard.substring(0, wildcard.length() - 1));
    }
}
