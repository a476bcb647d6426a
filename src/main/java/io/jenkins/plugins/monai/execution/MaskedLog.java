package io.jenkins.plugins.monai.execution;

import io.jenkins.plugins.monai.engine.operation.EngineLog;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** A log without the secrets of the credentials in use. They are held in memory alone, for as long as the run. */
final class MaskedLog implements EngineLog {

    private static final String MASK = "****";

    /** AWS's have 40 characters and more. What is shorter is an emulator's word, which would be masked everywhere. */
    private static final int SHORTEST_SECRET = 12;

    private final EngineLog log;
    private volatile AwsCredentials latest;
    private volatile List<String> secrets = List.of();

    MaskedLog(EngineLog log) {
        this.log = log;
    }

    /** From now on the secrets of these credentials do not appear, and those of former ones still do not. */
    void hide(AwsCredentials credentials) {
        if (credentials == latest) {
            return;
        }
        synchronized (this) {
            // The longest first: a secret may be part of another one.
            secrets = Stream.concat(secrets.stream(), secretsOf(credentials))
                    .filter(secret -> secret != null && secret.length() >= SHORTEST_SECRET)
                    .distinct()
                    .sorted(Comparator.comparing(String::length).reversed())
                    .toList();
            latest = credentials;
        }
    }

    /** An access key's id is none: it tells whose key it is, and AWS itself shows it. */
    private static Stream<String> secretsOf(AwsCredentials credentials) {
        return credentials instanceof AwsSessionCredentials session
                ? Stream.of(session.secretAccessKey(), session.sessionToken())
                : Stream.of(credentials.secretAccessKey());
    }

    private String masked(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
    }

    @Override
    public void line(String text) {
        log.line(masked(text));
    }

    @Override
    public void machine(String text) {
        log.machine(masked(text));
    }
}
