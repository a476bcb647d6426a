package io.jenkins.plugins.monai.lab;

import io.jenkins.plugins.monai.engine.ssh.ConsoleHostKeys;
import io.jenkins.plugins.monai.engine.ssh.HostKeyCheck;
import io.jenkins.plugins.monai.engine.ssh.RemoteShell;
import io.jenkins.plugins.monai.engine.ssh.SshKey;
import io.jenkins.plugins.monai.engine.ssh.SshTarget;
import io.jenkins.plugins.monai.engine.ssh.SshjShell;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ssm.SsmClient;

/** An instance of the laboratory with a shell on it, launched as the engine does. */
final class TestInstance implements AutoCloseable {

    static final String TAG = "monai-lab:test";

    static final String PARAMETER =
            "/aws/service/deeplearning/ami/x86_64/base-oss-nvidia-driver-gpu-ubuntu-24.04/latest/ami-id";
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Ec2Client ec2;
    private final String run;
    private final SshKey key = SshKey.generate("");
    private String id;
    private SshTarget target;
    private RemoteShell shell;

    record Output(int exitCode, String text) {}

    private TestInstance(Lab lab, String name) {
        this.ec2 = client(Ec2Client.builder(), lab).build();
        this.run = name + "-" + UUID.randomUUID();
    }

    static <B extends AwsClientBuilder<B, ?>> B client(B builder, Lab lab) {
        return builder.endpointOverride(lab.front().uri())
                .region(Region.of(lab.region()))
                .credentialsProvider(credentials(lab));
    }

    static AwsCredentialsProvider credentials(Lab lab) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(lab.accessKeyId(), lab.secretAccessKey()));
    }

    static TestInstance launch(Lab lab, String name) throws Exception {
        TestInstance instance = new TestInstance(lab, name);
        try {
            instance.open(lab);
            return instance;
        } catch (Exception e) {
            instance.close();
            throw e;
        }
    }

    private void open(Lab lab) throws Exception {
        String imageId;
        try (SsmClient ssm = client(SsmClient.builder(), lab).build()) {
            imageId = ssm.getParameter(r -> r.name(PARAMETER)).parameter().value();
        }
        ec2.importKeyPair(r -> r.keyName(run)
                .publicKeyMaterial(SdkBytes.fromUtf8String(key.publicKeyLine()))
                .tagSpecifications(tags(ResourceType.KEY_PAIR)));
        id = ec2.runInstances(r -> r.imageId(imageId)
                        .instanceType(InstanceType.G4_DN_XLARGE)
                        .keyName(run)
                        .minCount(1)
                        .maxCount(1)
                        .userData(base64("#!/bin/sh\nshutdown -P +60 'maximum lifetime'\n"))
                        .tagSpecifications(tags(ResourceType.INSTANCE)))
                .instances()
                .get(0)
                .instanceId();
        URI ssh = URI.create("ssh://" + lab.endpoints().ssh().orElseThrow());
        target = new SshTarget(ssh.getHost(), ssh.getPort(), lab.sshUser());
        shell = new SshjShell(target, key, HostKeyCheck.anyOf(hostKeys()));
    }

    private TagSpecification tags(ResourceType type) {
        return TagSpecification.builder()
                .resourceType(type)
                .tags(Tag.builder().key(TAG).value(run).build())
                .build();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Set<String> hostKeys() throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Set<String> keys = ConsoleHostKeys.parse(console());
            if (!keys.isEmpty()) {
                return keys;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new TimeoutException("No host keys on the console: " + console());
    }

    private String console() {
        String output = ec2.getConsoleOutput(r -> r.instanceId(id)).output();
        return output == null ? "" : new String(Base64.getMimeDecoder().decode(output), StandardCharsets.UTF_8);
    }

    SshTarget target() {
        return target;
    }

    String id() {
        return id;
    }

    /** The value of {@link #TAG} on all that belongs to it. */
    String run() {
        return run;
    }

    Output run(String script) throws IOException, InterruptedException {
        return run(script, new byte[0]);
    }

    Output run(String script, byte[] stdin) throws IOException, InterruptedException {
        RemoteShell.Result result = shell.run(script, out -> out.write(stdin), PATIENCE);
        return new Output(result.exitCode(), result.stderr() + result.stdout());
    }

    void awaitTerminated() throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            InstanceStateName state = ec2.describeInstances(r -> r.instanceIds(id))
                    .reservations()
                    .get(0)
                    .instances()
                    .get(0)
                    .state()
                    .name();
            if (state == InstanceStateName.TERMINATED) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new TimeoutException(id + " is not terminated");
    }

    @Override
    public void close() {
        if (key.isDestroyed()) {
            return;
        }
        if (shell != null) {
            shell.close();
        }
        if (id != null) {
            ec2.terminateInstances(r -> r.instanceIds(id));
        }
        ec2.deleteKeyPair(r -> r.keyName(run));
        ec2.close();
        key.destroy();
    }
}
