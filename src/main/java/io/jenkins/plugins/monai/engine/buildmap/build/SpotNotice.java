package io.jenkins.plugins.monai.engine.buildmap.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.monai.engine.ssh.RemoteException;
import io.jenkins.plugins.monai.engine.ssh.RemoteShell;
import io.jenkins.plugins.monai.engine.text.ForeignText;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks the machine whether EC2 takes it back: two minutes before it does, the metadata service says so. AWS recommends to
 * ask every 5 seconds.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html">Spot Instance
 *     interruption notices</a>
 */
final class SpotNotice {

    private static final Duration PACE = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int LONGEST = 200;

    /** Version 2 of the service: the token comes first. Without a notice there is no such document, and no output. */
    private static final String SCRIPT = "m=http://169.254.169.254/latest;"
            + " t=$(curl -sf -m 2 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' $m/api/token) &&"
            + " curl -sf -m 2 -H \"X-aws-ec2-metadata-token: $t\" $m/meta-data/spot/instance-action || true";

    private final Clock clock;
    private long nextMillis;

    SpotNotice(Clock clock) {
        this.clock = clock;
    }

    /** The notice, as "terminate at 2030-01-01T12:00:00Z"; empty while there is none, or the machine does not answer. */
    Optional<String> read(RemoteShell shell) throws InterruptedException {
        long now = clock.millis();
        if (now < nextMillis) {
            return Optional.empty();
        }
        nextMillis = now + PACE.toMillis();
        try {
            RemoteShell.Result result = shell.run(SCRIPT, ANSWER);
            return result.ok() ? parse(result.stdout()) : Optional.empty();
        } catch (RemoteException e) {
            return Optional.empty();
        }
    }

    static Optional<String> parse(String document) {
        if (document.isBlank()) {
            return Optional.empty();
        }
        try {
            JsonNode notice = new ObjectMapper().readTree(document);
            String action = notice.path("action").asText();
            boolean ends = action.equals("terminate") || action.equals("stop") || action.equals("hibernate");
            return ends
                    ? Optional.of(ForeignText.line(
                            action + " at " + notice.path("time").asText(), LONGEST))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
