package io.jenkins.plugins.monai.engine.packager;

import io.jenkins.plugins.monai.engine.aws.Denials;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Pushes an image from the machine's container store. The registry's password is read from standard input by the login,
 * kept in a folder in memory, and gone when the push has ended.
 */
public final class PushScript {

    /** As push.sh has it, whose repetitions came to an end. */
    private static final Pattern OUTAGE = Pattern.compile(
            "\\b50[0234]\\b|internal server error|service unavailable|bad gateway|gateway time",
            Pattern.CASE_INSENSITIVE);

    private final String registry;
    private final boolean plainHttp;
    private final String credentialsFolder;

    /**
     * @param registry host and port
     * @param plainHttp whether the registry has no TLS, as on loopback
     * @param runId names the folder that holds the credentials meanwhile
     */
    public PushScript(String registry, boolean plainHttp, String runId) {
        this.registry = registry;
        this.plainHttp = plainHttp;
        this.credentialsFolder = "/dev/shm/monai-deploy-" + runId;
    }

    /** A {@code bash} script that logs the user {@code AWS} in with the password on its standard input. */
    public String login() {
        return preamble() + Bash.assign("registry", registry) + Bash.resource("machine.sh") + Bash.resource("login.sh");
    }

    /** A {@code bash} script that tags an image with each of these references and pushes it; to run after the login. */
    public String push(String localTag, List<String> references) {
        return preamble()
                + Bash.assign("local_tag", localTag)
                + Bash.assign("images", references)
                + Bash.resource("machine.sh")
                + Bash.resource("push.sh");
    }

    /** Lines for the beginning of a script whose container tool is to use the login. */
    public String environment() {
        return "export DOCKER_CONFIG=" + Bash.quote(credentialsFolder) + " REGISTRY_AUTH_FILE="
                + Bash.quote(credentialsFolder + "/config.json") + "\n";
    }

    private String preamble() {
        return "set -euo pipefail\n"
                + Bash.assign("credentials", credentialsFolder)
                + Bash.assign("tls", plainHttp ? List.of("--tls-verify=false") : List.of());
    }

    /** The remedy for a login or push that failed, from the end of what it printed. */
    public static String remedy(String lastLines) {
        if (lastLines.contains("immutable")) {
            return "Name in 'tags' only tags that are new each time, or make the repository's tags mutable";
        }
        Optional<String> denied = Denials.remedyIn(lastLines);
        if (denied.isPresent()) {
            return denied.get();
        }
        if (lastLines.contains("denied") || lastLines.contains("not authorized") || lastLines.contains("403")) {
            return "Allow the identity behind the credentials ecr:InitiateLayerUpload, ecr:UploadLayerPart,"
                    + " ecr:CompleteLayerUpload, ecr:BatchCheckLayerAvailability and ecr:PutImage on the repository";
        }
        boolean notLoggedIn = List.of("unauthorized", "no basic auth", "401", "invalid username").stream()
                .anyMatch(lastLines::contains);
        if (notLoggedIn) {
            return "Check that the credentials may call ecr:GetAuthorizationToken in the repository's region";
        }
        if (lastLines.contains("No space left") || lastLines.contains("no space left")) {
            return "Raise volumeGiB";
        }
        if (OUTAGE.matcher(lastLines).find()) {
            return "The registry was in trouble each of the times that it was tried: try again, and see the AWS Health"
                    + " Dashboard";
        }
        return "See the machine's lines above, and check that its subnet reaches the registry";
    }
}
