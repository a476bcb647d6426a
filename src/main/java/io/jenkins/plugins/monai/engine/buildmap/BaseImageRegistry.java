package io.jenkins.plugins.monai.engine.buildmap;

import java.util.Optional;
import java.util.regex.Pattern;

/** Whether the base image lies in the account's own ECR, as a hospital's mirror of it does: then a login is needed. */
final class BaseImageRegistry {

    private BaseImageRegistry() {}

    /** The registry's host to log in at; empty for a base image from elsewhere. */
    static Optional<String> needingLogin(BuildMapRequest request, BuildMapState state) {
        if (request.baseImage() == null || !request.baseImage().contains("/")) {
            return Optional.empty();
        }
        String host = request.baseImage().substring(0, request.baseImage().indexOf('/'));
        String override = request.endpoints()
                .registry()
                .map(r -> r.replaceFirst("^https?://", ""))
                .orElse("");
        boolean own = Pattern.matches(
                Pattern.quote(state.accountId()) + "\\.dkr\\.ecr\\." + Pattern.quote(request.region()) + "\\..+", host);
        return own || host.equals(override) ? Optional.of(host) : Optional.empty();
    }
}
