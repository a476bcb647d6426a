package io.jenkins.plugins.monai.lab;

import io.jenkins.plugins.monai.engine.aws.Endpoints;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** What an account needs before inference is configured in it: a bucket, names of roles, a HealthImaging data store. */
public final class Site implements AutoCloseable {

    public static final String BUCKET = "monai-studies";

    /** The emulator asks for no role to exist. */
    public static final String INSTANCE_PROFILE = "monai-machine";

    public static final String FUNCTION_ROLE = "monai-function";
    public static final String HEALTH_IMAGING_ROLE = "monai-imaging";

    private final HealthImaging imaging;
    private final Endpoints endpoints;

    private Site(HealthImaging imaging, Endpoints endpoints) {
        this.imaging = imaging;
        this.endpoints = endpoints;
    }

    public static Site open(Lab lab) throws IOException, InterruptedException {
        try (S3Client s3 = S3Client.builder()
                .endpointOverride(lab.emulator())
                .forcePathStyle(true)
                .region(Region.of(lab.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(lab.accessKeyId(), lab.secretAccessKey())))
                .build()) {
            s3.createBucket(r -> r.bucket(BUCKET));
        }
        HealthImaging imaging = HealthImaging.start(lab, BUCKET);
        Map<String, String> overrides = new HashMap<>(lab.endpoints().toMap());
        overrides.put("medical-imaging", imaging.uri().toString());
        return new Site(imaging, Endpoints.of(overrides));
    }

    /** The laboratory's, and HealthImaging's. */
    public Endpoints endpoints() {
        return endpoints;
    }

    @Override
    public void close() {
        imaging.close();
    }
}
