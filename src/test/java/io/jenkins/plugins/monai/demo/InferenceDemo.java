package io.jenkins.plugins.monai.demo;

import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.BUCKET;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.FUNCTION_NAME;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.FUNCTION_ROLE;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.GPU;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.HEALTH_IMAGING_DATASTORE;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.HEALTH_IMAGING_ROLE;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.INSTANCE_PROFILE;
import static io.jenkins.plugins.monai.engine.inference.InferenceParameters.MAP;
import static io.jenkins.plugins.monai.engine.parameter.AccountParameters.ENDPOINTS;
import static io.jenkins.plugins.monai.engine.parameter.AccountParameters.REGION;

import io.jenkins.plugins.monai.engine.OperationRun;
import io.jenkins.plugins.monai.engine.aws.Endpoints;
import io.jenkins.plugins.monai.engine.aws.SdkAwsClients;
import io.jenkins.plugins.monai.engine.inference.InferenceRequest;
import io.jenkins.plugins.monai.engine.inference.InferenceResult;
import io.jenkins.plugins.monai.engine.inference.InferenceState;
import io.jenkins.plugins.monai.engine.inference.RemoveInferenceRequest;
import io.jenkins.plugins.monai.engine.inference.RemoveInferenceState;
import io.jenkins.plugins.monai.engine.inference.configure.ConfigureInferenceOperation;
import io.jenkins.plugins.monai.engine.inference.removal.RemoveInferenceOperation;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.operation.OperationJournal;
import io.jenkins.plugins.monai.engine.parameter.Values;
import io.jenkins.plugins.monai.engine.source.LocalSourceTree;
import io.jenkins.plugins.monai.lab.HealthImaging;
import io.jenkins.plugins.monai.lab.Lab;
import io.jenkins.plugins.monai.lab.Site;
import io.jenkins.plugins.monai.lab.WorkingCopy;
import java.io.IOException;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Configures inference with a MAP, uploads a CT series, checks the segmentation that comes back, removes it all. */
final class InferenceDemo {

    static final String FUNCTION = "monai-demo";

    private final Lab lab;
    private final SdkAwsClients aws;
    private final Endpoints endpoints;
    private final Path study;
    private final DemoReport report;

    InferenceDemo(Lab lab, SdkAwsClients aws, Endpoints endpoints, Path study, DemoReport report) {
        this.lab = lab;
        this.aws = aws;
        this.endpoints = endpoints;
        this.study = study;
        this.report = report;
    }

    void run(String imageDigest) throws IOException, OperationException, InterruptedException {
        try {
            InferenceResult configured = configure(imageDigest);
            report.configureInference(configured);
            System.out.println("Inference configured: " + configured.getFunctionArn());
            CtStudy upload = CtStudy.make(study);
            Inference inference = new Upload(aws.s3(), Site.BUCKET, configured.getPrefixes()).run(upload);
            upload.check(aws.s3(), Site.BUCKET, inference.resultKeys());
            report.inference(inference);
            System.out.println(String.format(
                    Locale.ROOT,
                    "%s became %d results in %.1f s (taken after %.1f s), HealthImaging import %s",
                    inference.inputKey(),
                    inference.resultKeys().size(),
                    inference.seconds(),
                    inference.triggerSeconds(),
                    inference.healthImagingJob()));
            inference.resultKeys().forEach(key -> System.out.println("  " + key));
        } finally {
            remove();
        }
    }

    private InferenceResult configure(String imageDigest) throws IOException, OperationException {
        String run = UUID.randomUUID().toString();
        InferenceState state = new InferenceState(run, System.currentTimeMillis());
        InferenceRequest request = InferenceRequest.of(
                Values.none()
                        .with(REGION, lab.region())
                        .with(BUCKET, Site.BUCKET)
                        .with(MAP, BuildMapDemo.REPOSITORY + "@" + imageDigest)
                        .with(FUNCTION_NAME, FUNCTION)
                        .with(FUNCTION_ROLE, Site.FUNCTION_ROLE)
                        .with(HEALTH_IMAGING_DATASTORE, HealthImaging.DATASTORE)
                        .with(HEALTH_IMAGING_ROLE, Site.HEALTH_IMAGING_ROLE)
                        .with(INSTANCE_PROFILE, Site.INSTANCE_PROFILE)
                        .with(GPU, false)
                        .with(ENDPOINTS, endpoints.toMap()),
                Map.of());
        return new ConfigureInferenceOperation(
                        request,
                        new OperationRun<>(
                                identity(run),
                                new OperationJournal<>(state, saved -> {}, new ConsoleLog(), Clock.systemUTC()),
                                aws,
                                new LocalSourceTree(WorkingCopy.root()),
                                ProxySelector.of(null)))
                .run(pause -> Thread.sleep(pause.toMillis()));
    }

    /** Also after an interrupt, which is kept for whoever called. */
    private void remove() throws OperationException {
        boolean interrupted = Thread.interrupted();
        try {
            removeAll();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void removeAll() throws OperationException {
        String run = UUID.randomUUID().toString();
        new RemoveInferenceOperation(
                        RemoveInferenceRequest.of(Values.none()
                                .with(REGION, lab.region())
                                .with(BUCKET, Site.BUCKET)
                                .with(FUNCTION_NAME, FUNCTION)
                                .with(ENDPOINTS, endpoints.toMap())),
                        new OperationRun<>(
                                identity(run),
                                new OperationJournal<>(
                                        new RemoveInferenceState(run, System.currentTimeMillis()),
                                        saved -> {},
                                        new ConsoleLog(),
                                        Clock.systemUTC()),
                                aws,
                                null,
                                null))
                .run(pause -> Thread.sleep(pause.toMillis()));
    }

    private static RunIdentity identity(String run) {
        return new RunIdentity(run, "demo", "make demo");
    }
}
