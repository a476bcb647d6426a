package io.jenkins.plugins.monai.iam;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Whether whatever is made on AWS carries a tag in the call that makes it: in each tag specification and each list of tags.
 * A call whose name says that it makes something and that takes no tags must be among those that are known to make nothing
 * that could have any, so that a new call is looked at once.
 */
public final class TagWatch implements ExecutionInterceptor {

    private static final String MAKING =
            "(Create|Run|Import|Put|Publish|Request|Register|Allocate|Copy|Authorize|Add|Enable|Associate|Attach).*";

    private static final Map<String, String> WITHOUT_TAGS = Map.of(
            "AddPermission", "is a part of the function",
            "AuthorizeSecurityGroupIngress", "opens a group that has the tags",
            "CreateTags", "writes one of the plugin's own",
            "PublishVersion", "has the function's",
            "PutBucketNotificationConfiguration", "is a part of the bucket",
            "PutFunctionEventInvokeConfig", "is a part of the function",
            "PutObject", "is data of the user's bucket",
            "PutTargets", "is a part of the rule");

    private final String key;
    private final String value;
    private final Set<String> tagged = new ConcurrentSkipListSet<>();
    private final Set<String> untagged = new ConcurrentSkipListSet<>();

    public TagWatch(String key, String value) {
        this.key = key;
        this.value = value;
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        if (operation.matches(MAKING) && !WITHOUT_TAGS.containsKey(operation)) {
            List<String> lists = tagLists(context.request());
            boolean all = !lists.isEmpty() && lists.stream().allMatch(this::isIn);
            (all ? tagged : untagged).add(operation);
        }
    }

    private boolean isIn(String tags) {
        return tags.contains(key) && tags.contains(value); // in whatever order a map has them
    }

    /** Each list that is a resource's own. */
    private static List<String> tagLists(SdkRequest request) {
        Map<String, Object> members = new TreeMap<>();
        request.sdkFields()
                .forEach(field ->
                        members.put(field.memberName().toLowerCase(Locale.ROOT), field.getValueOrDefault(request)));
        // What is no class of the SDK has its parameters by their names.
        request.getValueForField("Tags", Object.class).ifPresent(tags -> members.put("tags", tags));
        List<String> lists = new ArrayList<>();
        if (members.get("tagspecifications") instanceof Collection<?> specifications) {
            specifications.forEach(specification -> lists.add(specification.toString()));
        }
        if (members.get("tags") != null) {
            lists.add(members.get("tags").toString());
        }
        return lists;
    }

    /** The operations that carried it each time. */
    public Set<String> tagged() {
        Set<String> always = new TreeSet<>(tagged);
        always.removeAll(untagged);
        return always;
    }

    /** The operations that did not carry it, once at least. */
    public Set<String> untagged() {
        return Set.copyOf(untagged);
    }
}
