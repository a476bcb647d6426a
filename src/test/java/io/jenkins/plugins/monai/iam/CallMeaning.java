package io.jenkins.plugins.monai.iam;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputRequest;
import software.amazon.awssdk.services.ec2.model.ImportKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.StartInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StopInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ecr.model.CreateRepositoryRequest;
import software.amazon.awssdk.services.ecr.model.DescribeRepositoriesRequest;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.ssm.model.CreateDocumentRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.SendCommandRequest;

/**
 * What AWS asks of the policies for a request: actions, resources and condition keys.
 *
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/">Service Authorization Reference</a>
 */
final class CallMeaning {

    private final String account;
    private final String region;
    private final ExistingTags existing;

    /** The tags of what exists already. */
    interface ExistingTags {
        Map<String, String> of(String resourceId);
    }

    CallMeaning(String account, String region, ExistingTags existing) {
        this.account = account;
        this.region = region;
        this.existing = existing;
    }

    List<Authorization> of(AwsCall call, SdkRequest request) {
        return switch (call.service()) {
            case "ec2" -> ec2(call, request);
            case "ssm" -> ssm(call, request);
            case "ecr" -> ecr(call, request);
            case "s3" -> s3(call, request);
            case "lambda" -> lambda(call, request);
            case "events" -> events(call, request);
            case "sts" -> List.of();
            default -> everywhere(call);
        };
    }

    /** A call that knows no resources. */
    private static List<Authorization> everywhere(AwsCall call) {
        return List.of(Authorization.of(call.iamActions().get(0), "*"));
    }

    private List<Authorization> ec2(AwsCall call, SdkRequest request) {
        return switch (call) {
            case IMPORT_KEY_PAIR -> {
                ImportKeyPairRequest r = (ImportKeyPairRequest) request;
                yield making("ImportKeyPair", ec2("key-pair", r.keyName()), r.tagSpecifications());
            }
            case DELETE_KEY_PAIR -> {
                DeleteKeyPairRequest r = (DeleteKeyPairRequest) request;
                yield List.of(Authorization.of("ec2:DeleteKeyPair", ec2("key-pair", r.keyName())));
            }
            case CREATE_SECURITY_GROUP -> {
                CreateSecurityGroupRequest r = (CreateSecurityGroupRequest) request;
                List<Authorization> all =
                        making("CreateSecurityGroup", ec2("security-group", "sg-new"), r.tagSpecifications());
                all.add(Authorization.of("ec2:CreateSecurityGroup", ec2("vpc", r.vpcId())));
                yield all;
            }
            case AUTHORIZE_INGRESS ->
                tagged(call, "security-group", List.of(((AuthorizeSecurityGroupIngressRequest) request).groupId()));
            case DELETE_SECURITY_GROUP ->
                tagged(call, "security-group", List.of(((DeleteSecurityGroupRequest) request).groupId()));
            case GET_CONSOLE_OUTPUT ->
                tagged(call, "instance", List.of(((GetConsoleOutputRequest) request).instanceId()));
            case START_INSTANCES -> tagged(call, "instance", ((StartInstancesRequest) request).instanceIds());
            case STOP_INSTANCES -> tagged(call, "instance", ((StopInstancesRequest) request).instanceIds());
            case MODIFY_METADATA_OPTIONS ->
                tagged(call, "instance", List.of(((ModifyInstanceMetadataOptionsRequest) request).instanceId()));
            case TERMINATE_INSTANCES -> tagged(call, "instance", ((TerminateInstancesRequest) request).instanceIds());
            case CREATE_TAGS -> {
                CreateTagsRequest r = (CreateTagsRequest) request;
                yield tagged(call, "instance", r.resources()).stream()
                        .map(a -> a.with(requested(r.tags())))
                        .toList();
            }
            case RUN_INSTANCES -> new LaunchMeaning(this).of(request);
            default -> everywhere(call);
        };
    }

    /** Something new: the call itself, and the tags that it sets. */
    List<Authorization> making(String operation, String arn, List<TagSpecification> specifications) {
        Map<String, Object> tags = specifications.stream()
                .findFirst()
                .map(s -> requested(s.tags()))
                .orElse(Map.of());
        List<Authorization> all = new ArrayList<>();
        all.add(Authorization.of("ec2:" + operation, arn).with(tags));
        if (!tags.isEmpty()) {
            all.add(Authorization.of("ec2:CreateTags", arn).with(tags).with("ec2:CreateAction", operation));
        }
        return all;
    }

    static Map<String, Object> requested(List<Tag> tags) {
        Map<String, Object> context = new TreeMap<>();
        tags.forEach(tag -> context.put("aws:RequestTag/" + tag.key(), tag.value()));
        if (!tags.isEmpty()) {
            context.put("aws:TagKeys", tags.stream().map(Tag::key).toList());
        }
        return context;
    }

    private List<Authorization> tagged(AwsCall call, String type, List<String> ids) {
        return ids.stream()
                .map(id -> Authorization.of(call.iamActions().get(0), ec2(type, id))
                        .with(tags("aws:ResourceTag/", id)))
                .toList();
    }

    private Map<String, Object> tags(String prefix, String resourceId) {
        Map<String, Object> context = new TreeMap<>();
        existing.of(resourceId).forEach((key, value) -> context.put(prefix + key, value));
        return context;
    }

    String ec2(String type, String id) {
        String owner = type.equals("image") ? "" : account;
        return "arn:aws:ec2:" + region + ":" + owner + ":" + type + "/" + id;
    }

    Authorization passing(String role, String service) {
        String arn = role.startsWith("arn:") ? role : "arn:aws:iam::" + account + ":role/" + role;
        return Authorization.of("iam:PassRole", arn).with("iam:PassedToService", service);
    }

    private List<Authorization> ssm(AwsCall call, SdkRequest request) {
        if (request instanceof GetParameterRequest r) {
            String owner = r.name().startsWith("/aws/") ? "" : account;
            String name = r.name().startsWith("/") ? r.name() : "/" + r.name();
            return List.of(
                    Authorization.of("ssm:GetParameter", "arn:aws:ssm:" + region + ":" + owner + ":parameter" + name));
        }
        if (request instanceof SendCommandRequest r) {
            List<Authorization> all = new ArrayList<>();
            all.add(Authorization.of("ssm:SendCommand", document("", r.documentName())));
            r.instanceIds()
                    .forEach(id -> all.add(Authorization.of("ssm:SendCommand", ec2("instance", id))
                            .with(tags("ssm:resourceTag/", id))));
            return all;
        }
        if (request instanceof CreateDocumentRequest r) {
            Map<String, Object> tags = new TreeMap<>();
            r.tags().forEach(tag -> tags.put("aws:RequestTag/" + tag.key(), tag.value()));
            return call.iamActions().stream()
                    .map(action -> Authorization.of(action, document(account, r.name()))
                            .with(tags))
                    .toList();
        }
        if (call.operation().contains("Document")) {
            return List.of(Authorization.of(call.iamActions().get(0), document(account, field(request, "Name"))));
        }
        return everywhere(call);
    }

    /** @param owner the account; empty for a document of AWS */
    private String document(String owner, String name) {
        return "arn:aws:ssm:" + region + ":" + owner + ":document/" + name;
    }

    private List<Authorization> ecr(AwsCall call, SdkRequest request) {
        String prefix = "arn:aws:ecr:" + region + ":" + account + ":repository/";
        if (request instanceof DescribeRepositoriesRequest r) {
            return r.repositoryNames().stream()
                    .map(name -> Authorization.of("ecr:DescribeRepositories", prefix + name))
                    .toList();
        }
        if (request instanceof CreateRepositoryRequest r) {
            return List.of(
                    Authorization.of("ecr:CreateRepository", prefix + r.repositoryName()),
                    Authorization.of("ecr:TagResource", prefix + r.repositoryName()));
        }
        return everywhere(call);
    }

    private static List<Authorization> s3(AwsCall call, SdkRequest request) {
        String bucket = "arn:aws:s3:::" + field(request, "Bucket");
        List<Authorization> all = new ArrayList<>();
        for (String action : call.iamActions()) {
            boolean object = action.endsWith("Object");
            all.add(Authorization.of(action, object ? bucket + "/" + field(request, "Key") : bucket));
        }
        return all;
    }

    private List<Authorization> lambda(AwsCall call, SdkRequest request) {
        String arn = "arn:aws:lambda:" + region + ":" + account + ":function:" + field(request, "FunctionName");
        List<Authorization> all = new ArrayList<>();
        for (String action : call.iamActions()) {
            if (action.startsWith("lambda:")) {
                all.add(Authorization.of(action, arn));
            }
        }
        if (request instanceof AddPermissionRequest r) {
            all.replaceAll(a -> a.with("lambda:Principal", r.principal()));
        } else if (request instanceof CreateFunctionRequest r) {
            all.add(passing(r.role(), "lambda.amazonaws.com"));
        } else if (request instanceof UpdateFunctionConfigurationRequest r && r.role() != null) {
            all.add(passing(r.role(), "lambda.amazonaws.com"));
        }
        return all;
    }

    private List<Authorization> events(AwsCall call, SdkRequest request) {
        String rule = request.getValueForField("Name", String.class).orElseGet(() -> field(request, "Rule"));
        return call.iamActions().stream()
                .map(action -> Authorization.of(action, "arn:aws:events:" + region + ":" + account + ":rule/" + rule))
                .toList();
    }

    private static String field(SdkRequest request, String name) {
        return request.getValueForField(name, String.class).orElseThrow();
    }
}
