package io.jenkins.plugins.monai.engine.reaper;

import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.inference.ScriptedAws;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.machine.StandingIdentity;
import io.jenkins.plugins.monai.engine.machine.Tags;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.ec2.model.DeleteKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.DeleteKeyPairResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DeleteVolumeRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVolumeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeState;
import software.amazon.awssdk.services.lambda.model.GetFunctionRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * An account with one resource on each page of EC2's answers. EC2's filters let everything through here, so that what is
 * left alone is left alone by the reaper itself.
 */
final class ReaperAccount implements ReaperPlace {

    static final String CONTROLLER = "0123456789abcdef0123456789abcdef";

    final ScriptedAws aws = new ScriptedAws();
    final List<Instance> machines = new ArrayList<>();
    final List<KeyPairInfo> keyPairs = new ArrayList<>();
    final List<SecurityGroup> groups = new ArrayList<>();
    final List<Volume> volumes = new ArrayList<>();
    final Set<String> functions = new TreeSet<>();

    ReaperAccount() {
        aws.on(
                        DescribeInstancesRequest.class,
                        r -> page(
                                chosen(r),
                                r.nextToken(),
                                (one, next) -> DescribeInstancesResponse.builder()
                                        .reservations(Reservation.builder()
                                                .instances(one)
                                                .build())
                                        .nextToken(next)
                                        .build()))
                .on(
                        DescribeVolumesRequest.class,
                        r -> page(
                                volumes,
                                r.nextToken(),
                                (one, next) -> DescribeVolumesResponse.builder()
                                        .volumes(one)
                                        .nextToken(next)
                                        .build()))
                .on(
                        DescribeSecurityGroupsRequest.class,
                        r -> page(
                                groups,
                                r.nextToken(),
                                (one, next) -> DescribeSecurityGroupsResponse.builder()
                                        .securityGroups(one)
                                        .nextToken(next)
                                        .build()))
                .on(
                        DescribeKeyPairsRequest.class,
                        r -> DescribeKeyPairsResponse.builder()
                                .keyPairs(keyPairs)
                                .build())
                .on(
                        GetCallerIdentityRequest.class,
                        r -> GetCallerIdentityResponse.builder()
                                .account("111122223333")
                                .arn("arn:aws:iam::111122223333:user/jenkins")
                                .build())
                .on(GetFunctionRequest.class, r -> {
                    if (functions.contains(r.functionName())) {
                        return GetFunctionResponse.builder().build();
                    }
                    throw ScriptedAws.error(
                            ResourceNotFoundException.builder(), 404, "ResourceNotFoundException", "no function");
                })
                .on(TerminateInstancesRequest.class, r -> {
                    machines.removeIf(m -> r.instanceIds().contains(m.instanceId()));
                    return TerminateInstancesResponse.builder().build();
                })
                .on(DeleteKeyPairRequest.class, r -> {
                    keyPairs.removeIf(p -> p.keyName().equals(r.keyName()));
                    return DeleteKeyPairResponse.builder().build();
                })
                .on(DeleteSecurityGroupRequest.class, r -> {
                    groups.removeIf(g -> g.groupId().equals(r.groupId()));
                    return DeleteSecurityGroupResponse.builder().build();
                })
                .on(DeleteVolumeRequest.class, r -> {
                    volumes.removeIf(v -> v.volumeId().equals(r.volumeId()));
                    return DeleteVolumeResponse.builder().build();
                });
    }

    /** Of one that is asked for by its id. */
    private List<Instance> chosen(DescribeInstancesRequest request) {
        List<String> ids = request.filters().stream()
                .filter(f -> f.name().equals("instance-id"))
                .flatMap(f -> f.values().stream())
                .toList();
        return machines.stream()
                .filter(m -> ids.isEmpty() || ids.contains(m.instanceId()))
                .toList();
    }

    private static <T> Object page(List<T> all, String token, BiFunction<List<T>, String, Object> answer) {
        int from = token == null ? 0 : Integer.parseInt(token);
        int to = Math.min(from + 1, all.size());
        return answer.apply(all.subList(Math.min(from, all.size()), to), to < all.size() ? String.valueOf(to) : null);
    }

    /** From now on a call ends with this error. */
    <R extends SdkRequest> void refuse(Class<R> kind, String code) {
        aws.on(kind, r -> {
            throw error(code);
        });
    }

    <R extends SdkRequest> void answer(Class<R> kind, Function<R, Object> answer) {
        aws.on(kind, answer);
    }

    static AwsServiceException error(String code) {
        return ScriptedAws.error(
                code.equals("AccessDeniedException") ? LambdaException.builder() : Ec2Exception.builder(),
                code.equals("RequestLimitExceeded") ? 503 : 400,
                code,
                "refused by the test");
    }

    /** How often something was asked to be removed. */
    int removals() {
        return aws.requests(TerminateInstancesRequest.class).size()
                + aws.requests(DeleteKeyPairRequest.class).size()
                + aws.requests(DeleteSecurityGroupRequest.class).size()
                + aws.requests(DeleteVolumeRequest.class).size();
    }

    Instance machine(String id, Instant launched, Map<String, String> tags) {
        Instance machine = Instance.builder()
                .instanceId(id)
                .instanceType("g4dn.xlarge")
                .state(s -> s.name(InstanceStateName.RUNNING))
                .launchTime(launched)
                .tags(tags(tags))
                .build();
        machines.add(machine);
        return machine;
    }

    void keyPair(String id, String run, Instant created, Map<String, String> tags) {
        keyPairs.add(KeyPairInfo.builder()
                .keyPairId(id)
                .keyName("monai-deploy-" + run)
                .createTime(created)
                .tags(tags(tags))
                .build());
    }

    void group(String id, String run, Map<String, String> tags) {
        groups.add(SecurityGroup.builder()
                .groupId(id)
                .groupName("monai-deploy-" + run)
                .tags(tags(tags))
                .build());
    }

    void volume(String id, VolumeState state, Instant created, Map<String, String> tags) {
        volumes.add(Volume.builder()
                .volumeId(id)
                .size(150)
                .volumeType("gp3")
                .throughput(125)
                .state(state)
                .createTime(created)
                .tags(tags(tags))
                .build());
    }

    private static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(t -> Tag.builder().key(t.getKey()).value(t.getValue()).build())
                .toList();
    }

    /** As the plugin sets them. */
    static Map<String, String> ofRun(String run, Instant expires) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("Name", "monai-deploy-" + run);
        tags.put(RunIdentity.RUN_TAG, run);
        tags.put(Tags.CONTROLLER, CONTROLLER);
        tags.put(Tags.JOB, "team/spleen/7");
        tags.put(Tags.EXPIRES, expires.toString());
        return tags;
    }

    static Map<String, String> ofInference(String name) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("Name", "monai-deploy-" + name);
        tags.put(StandingIdentity.TAG, name);
        tags.put(Tags.CONTROLLER, CONTROLLER);
        tags.put(Tags.JOB, "team/infer/3");
        return tags;
    }

    @Override
    public String title() {
        return "an account";
    }

    @Override
    public AwsClients open() {
        return aws;
    }
}
