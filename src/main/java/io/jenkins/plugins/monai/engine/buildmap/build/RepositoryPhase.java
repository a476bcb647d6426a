package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.buildmap.repository.EcrRepositories;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.model.Repository;

/** Finds the ECR repository, or makes it. */
final class RepositoryPhase implements Phase<BuildMapContext> {

    @Override
    public String name() {
        return "REPOSITORY";
    }

    @Override
    public Advance advance(BuildMapContext context) throws OperationException, InterruptedException {
        EcrRepositories repositories = new EcrRepositories(context.aws());
        String name = context.request().repository();
        Optional<Repository> existing = repositories.find(name);
        if (existing.isEmpty()) {
            context.state().makeRepository();
            context.save();
        }
        Repository repository = existing.isPresent()
                ? existing.get()
                : repositories.create(
                        name, context.identity(), context.request().machine().ownTags());
        context.state().repository(context.registryHost(repository), name);
        context.log()
                .line((context.state().makesRepository() ? "Made " : "Found ")
                        + context.state().repositoryUri());
        return Advance.done();
    }
}
