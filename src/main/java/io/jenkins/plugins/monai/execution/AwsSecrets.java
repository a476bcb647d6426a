package io.jenkins.plugins.monai.execution;

import io.jenkins.plugins.monai.engine.operation.EngineLog;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Has a log hide the secrets of the credentials in use, which change whenever a session is renewed. */
final class AwsSecrets {

    private final EngineLog log;
    private volatile AwsCredentials latest;

    AwsSecrets(EngineLog log) {
        this.log = log;
    }

    /** An access key's id is none: it tells whose key it is, and AWS itself shows it. */
    void hide(AwsCredentials credentials) {
        if (credentials == latest) {
            return;
        }
        log.hide(credentials.secretAccessKey());
        if (credentials instanceof AwsSessionCredentials session) {
            log.hide(session.sessionToken());
        }
        latest = credentials;
    }
}
