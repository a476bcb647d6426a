package io.jenkins.plugins.monai.engine.buildmap.repository;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.machine.OwnTags;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.Tag;

/** ECR's control plane, as far as a build needs it. */
public final class EcrRepositories {

    private final AwsClients aws;

    public EcrRepositories(AwsClients aws) {
        this.aws = aws;
    }

    public Optional<Repository> find(String name) throws OperationException, InterruptedException {
        try {
            return aws.ecr().describeRepositories(r -> r.repositoryNames(name)).repositories().stream()
                    .findFirst();
        } catch (AbortedException e) {
            throw AwsErrors.interrupted(e);
        } catch (RepositoryNotFoundException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw AwsErrors.translate(AwsCall.DESCRIBE_REPOSITORIES, e);
        }
    }

    /** Makes a private repository whose images are scanned when pushed. */
    public Repository create(String name, RunIdentity run, OwnTags own)
            throws OperationException, InterruptedException {
        return AwsErrors.call(
                AwsCall.CREATE_REPOSITORY,
                () -> aws.ecr()
                        .createRepository(r -> r.repositoryName(name)
                                .imageScanningConfiguration(s -> s.scanOnPush(true))
                                .tags(tags(run, own)))
                        .repository());
    }

    private static List<Tag> tags(RunIdentity run, OwnTags own) {
        Map<String, String> tags = new TreeMap<>(own.map());
        tags.put("monai-deploy:created-by", run.runId());
        return tags.entrySet().stream()
                .map(t -> Tag.builder().key(t.getKey()).value(t.getValue()).build())
                .toList();
    }
}
