package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.buildmap.BuildMapRequest;
import io.jenkins.plugins.monai.engine.buildmap.Way;
import io.jenkins.plugins.monai.engine.buildmap.repository.EcrRepositories;
import io.jenkins.plugins.monai.engine.buildmap.repository.ImmutableTags;
import io.jenkins.plugins.monai.engine.buildmap.repository.MapRegistry;
import io.jenkins.plugins.monai.engine.buildmap.workspace.ApplicationInputs;
import io.jenkins.plugins.monai.engine.buildmap.workspace.WorkspaceCheck;
import io.jenkins.plugins.monai.engine.machine.OwnAddress;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;
import io.jenkins.plugins.monai.engine.packager.Packagers;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** Finds out all that can be found out before anything is made: the cheapest checks first. */
final class BuildMapPreflightPhase implements Phase<BuildMapContext> {

    @Override
    public String name() {
        return "PREFLIGHT";
    }

    @Override
    public Advance advance(BuildMapContext context) throws OperationException, InterruptedException {
        BuildMapRequest request = context.request();
        request.check();
        ApplicationInputs inputs = context.inputs();
        Packagers.of(request.packager()).files(context.packageInputs());
        context.log()
                .line("Application '" + inputs.config().title() + "' "
                        + inputs.config().version() + ", " + inputs.models().size() + " model(s), packager "
                        + request.packager());
        inputs.config().notes().forEach(note -> context.log().line(inputs.configPath() + ": " + note));
        WorkspaceCheck.check(inputs, context.source(), request.machine().volumeGiB(), context.log());
        identify(context);
        Optional<Repository> repository = new EcrRepositories(context.aws()).find(request.repository());
        WayChoice.choose(context, repository);
        if (context.state().needsMachine()) {
            context.machine().check();
        }
        checkTags(context, repository);
        if (context.state().needsMachine() && request.machine().securityGroup() == null) {
            context.state().sshCidr(sshCidr(context));
        }
        return Advance.done();
    }

    private static void identify(BuildMapContext context) throws OperationException, InterruptedException {
        GetCallerIdentityResponse caller = AwsErrors.call(
                AwsCall.GET_CALLER_IDENTITY, () -> context.aws().sts().getCallerIdentity());
        context.state().account(caller.account());
        context.log()
                .line("Acting as " + caller.arn() + " in " + context.request().region());
    }

    /** A tag that cannot be set is found out before a machine was paid for. */
    private static void checkTags(BuildMapContext context, Optional<Repository> found)
            throws OperationException, InterruptedException {
        if (found.isPresent()) {
            MapRegistry registry = context.registryOf(found.get());
            Way way = context.state().way();
            // A tag that names the very MAP already need not be set.
            String there = way.kind() == Way.Kind.UNCHANGED ? way.recorded() : null;
            new ImmutableTags(found.get()).check(context.request().effectiveTags(), tag -> registry.has(tag, there));
        }
    }

    private static String sshCidr(BuildMapContext context) throws OperationException, InterruptedException {
        String given = context.request().machine().sshCidr();
        if (given != null) {
            return given;
        }
        if (context.request().machine().privateAddress()) {
            throw new OperationException(
                    "The machine is to be reached by its private address, and which address reaches it is not known",
                    "Name sshCidr, or a securityGroup that lets the controller in");
        }
        return OwnAddress.cidr(context.request().endpoints(), context.proxy());
    }
}
