package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.buildmap.workspace.ApplicationInputs;
import io.jenkins.plugins.monai.engine.operation.Advance;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.Phase;
import io.jenkins.plugins.monai.engine.packager.Packagers;
import io.jenkins.plugins.monai.engine.source.SourceTree;
import io.jenkins.plugins.monai.engine.ssh.RemoteException;
import io.jenkins.plugins.monai.engine.upload.ProgressLines;
import io.jenkins.plugins.monai.engine.upload.UploadPlan;
import io.jenkins.plugins.monai.engine.upload.Uploader;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Sends the application, the models and what the packager adds, as they are in the workspace. */
final class UploadPhase implements Phase<BuildMapContext> {

    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Duration RETRY = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "UPLOAD";
    }

    @Override
    public Advance advance(BuildMapContext context) throws OperationException, InterruptedException {
        try {
            Uploader.upload(
                    context.shell().get(),
                    context.source(),
                    plan(context),
                    context.state().remoteFolder(),
                    new ProgressLines("Upload", context.log()::line));
            return Advance.done();
        } catch (RemoteException e) {
            context.requireMachine("during the upload", e);
            if (brokenFor(context).compareTo(PATIENCE) > 0) {
                throw new OperationException(
                        "The upload broke off again and again (" + e.getMessage() + ")",
                        "Check the network between controller and machine",
                        e);
            }
            context.log().line("The upload broke off and begins anew: " + e.getMessage());
            return Advance.again(RETRY, "the machine to answer again");
        } catch (IOException e) {
            throw new OperationException(
                    "The workspace could not be read: " + e.getMessage(),
                    "Check that the agent is connected and that no other step changes the files meanwhile",
                    e);
        }
    }

    /** Since the first time, as the upload of a large model may take longer than the patience with broken ones. */
    private static Duration brokenFor(BuildMapContext context) {
        return context.journal()
                .waitedSince(context.state().uploadBrokenSince(context.clock().millis()));
    }

    private static UploadPlan plan(BuildMapContext context) throws OperationException, IOException {
        ApplicationInputs inputs = context.inputs();
        UploadPlan.Builder plan = UploadPlan.builder()
                .source(inputs.appFolder(), "app")
                .source(inputs.configPath(), "app.yaml")
                .generated(Packagers.of(context.request().packager()).files(context.packageInputs()));
        inputs.requirements().local().forEach((place, path) -> plan.source(path, place));
        for (Map.Entry<String, String> model : inputs.models().entrySet()) {
            String path = model.getValue();
            boolean file = context.source().kind(path) == SourceTree.Kind.FILE;
            String name = path.substring(path.lastIndexOf('/') + 1);
            plan.source(path, "models/" + model.getKey() + (file ? "/" + name : ""));
        }
        return plan.build();
    }
}
