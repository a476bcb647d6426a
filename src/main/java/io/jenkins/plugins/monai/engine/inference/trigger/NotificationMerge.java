package io.jenkins.plugins.monai.engine.inference.trigger;

import io.jenkins.plugins.monai.engine.inference.InferenceContext;
import io.jenkins.plugins.monai.engine.inference.InferenceRequest;
import io.jenkins.plugins.monai.engine.inference.Names;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.FilterRuleName;
import software.amazon.awssdk.services.s3.model.LambdaFunctionConfiguration;
import software.amazon.awssdk.services.s3.model.NotificationConfiguration;

/**
 * A bucket has one notification configuration for everybody, and it is written as a whole: this changes the one entry
 * that is ours and leaves all others, and the switch for EventBridge, as they are.
 */
final class NotificationMerge {

    private final LambdaFunctionConfiguration wanted;

    /** @param wanted our entry; its id tells it from the others */
    NotificationMerge(LambdaFunctionConfiguration wanted) {
        this.wanted = wanted;
    }

    /** Of the entry that has the function hear of uploads. */
    static NotificationMerge of(InferenceContext context) {
        InferenceRequest request = context.request();
        return new NotificationMerge(LambdaFunctionConfiguration.builder()
                .id(Names.notification(request.functionName()))
                .lambdaFunctionArn(context.state().account().functionArn(request.functionName()))
                .events(Event.S3_OBJECT_CREATED)
                .filter(f -> f.key(k -> k.filterRules(FilterRule.builder()
                        .name(FilterRuleName.PREFIX)
                        .value(request.prefixes().input())
                        .build())))
                .build());
    }

    /** The id of our entry. */
    String id() {
        return wanted.id();
    }

    /**
     * @return empty when our entry stands as it should
     * @throws OperationException an entry of someone else's would hear of the same objects, which S3 refuses
     */
    Optional<NotificationConfiguration> with(NotificationConfiguration current) throws OperationException {
        checkOverlap(current);
        List<LambdaFunctionConfiguration> own = current.lambdaFunctionConfigurations().stream()
                .filter(this::isOurs)
                .toList();
        if (own.size() == 1 && EventRules.of(own.get(0)).equals(EventRules.of(wanted))) {
            return Optional.empty();
        }
        List<LambdaFunctionConfiguration> entries = others(current);
        entries.add(wanted);
        return Optional.of(
                current.toBuilder().lambdaFunctionConfigurations(entries).build());
    }

    /** @return empty when there is no entry of ours */
    Optional<NotificationConfiguration> without(NotificationConfiguration current) {
        List<LambdaFunctionConfiguration> others = others(current);
        return others.size() == current.lambdaFunctionConfigurations().size()
                ? Optional.empty()
                : Optional.of(
                        current.toBuilder().lambdaFunctionConfigurations(others).build());
    }

    private List<LambdaFunctionConfiguration> others(NotificationConfiguration current) {
        return current.lambdaFunctionConfigurations().stream()
                .filter(c -> !isOurs(c))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private boolean isOurs(LambdaFunctionConfiguration entry) {
        return wanted.id().equals(entry.id());
    }

    private void checkOverlap(NotificationConfiguration current) throws OperationException {
        EventRules ours = EventRules.of(wanted);
        Optional<EventRules> other = EventRules.all(current).stream()
                .filter(rules -> !rules.id().equals(wanted.id()) && rules.overlaps(ours))
                .findFirst();
        if (other.isPresent()) {
            EventRules taken = other.get();
            throw new OperationException(
                    "The bucket's notification '" + taken.id() + "' to " + taken.target() + " has the prefix '"
                            + taken.prefix() + "'"
                            + (taken.suffix().isEmpty() ? "" : " and suffix '" + taken.suffix() + "'")
                            + ", which overlaps inputPrefix '" + ours.prefix()
                            + "': S3 notifies one target of an object only",
                    "Choose another inputPrefix, or have the owner of that notification narrow or remove it");
        }
    }
}
