package io.jenkins.plugins.monai.engine.aws;

import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Credentials of which somebody is told whenever they are used, so that their secrets can be kept out of the log: those of
 * a long run change meanwhile.
 */
public final class ObservedCredentials implements AwsCredentialsProvider, SdkAutoCloseable {

    private final AwsCredentialsProvider credentials;
    private final Consumer<AwsCredentials> observer;

    /** @param credentials closed with this where they can be closed */
    public ObservedCredentials(AwsCredentialsProvider credentials, Consumer<AwsCredentials> observer) {
        this.credentials = credentials;
        this.observer = observer;
    }

    @Override
    public AwsCredentials resolveCredentials() {
        AwsCredentials resolved = credentials.resolveCredentials();
        observer.accept(resolved);
        return resolved;
    }

    @Override
    public void close() {
        if (credentials instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }
}
