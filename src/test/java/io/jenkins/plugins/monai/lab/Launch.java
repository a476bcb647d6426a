package io.jenkins.plugins.monai.lab;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What RunInstances was asked for, and the id of the instance once there is one. */
final class Launch {

    private final Optional<String> publicKey;
    private final Optional<String> userData;
    private final Optional<String> instanceProfile;
    private final String imageId;
    private final String instanceType;
    private final String region;
    private final CompletableFuture<String> instanceId = new CompletableFuture<>();

    /**
     * @param publicKey of the key pair, as a line of an authorized_keys file
     * @param userData decoded
     * @param instanceProfile its name
     */
    Launch(
            Optional<String> publicKey,
            Optional<String> userData,
            Optional<String> instanceProfile,
            String imageId,
            String instanceType,
            String region) {
        this.publicKey = publicKey;
        this.userData = userData;
        this.instanceProfile = instanceProfile;
        this.imageId = imageId;
        this.instanceType = instanceType;
        this.region = region;
    }

    Optional<String> publicKey() {
        return publicKey;
    }

    Optional<String> userData() {
        return userData;
    }

    Optional<String> instanceProfile() {
        return instanceProfile;
    }

    String imageId() {
        return imageId;
    }

    String instanceType() {
        return instanceType;
    }

    String region() {
        return region;
    }

    void launched(String id) {
        instanceId.complete(id);
    }

    /** Told the id before RunInstances answers; never told where the launch failed. */
    void whenLaunched(Consumer<String> listener) {
        instanceId.thenAccept(id -> {
            if (id != null) {
                listener.accept(id);
            }
        });
    }

    void failed() {
        instanceId.complete(null);
    }

    /** Null when the launch failed or took too long. */
    String awaitInstanceId(Duration timeout) {
        return instanceId
                .copy()
                .completeOnTimeout(null, timeout.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)
                .join();
    }
}
