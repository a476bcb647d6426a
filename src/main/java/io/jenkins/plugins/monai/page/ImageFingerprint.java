package io.jenkins.plugins.monai.page;

import hudson.model.Fingerprint;
import hudson.model.Run;
import hudson.tasks.Fingerprinter.FingerprintAction;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;

/**
 * The fingerprint by which Jenkins knows an image: it leads from the build that made an image to those that have it run,
 * and back.
 */
final class ImageFingerprint {

    /**
     * Fingerprints have the length of an MD5 sum. The docker-commons plugin takes the same digits of an image's id.
     *
     * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md#digests">Digests</a>
     */
    private static final Pattern DIGEST = Pattern.compile("sha256:([0-9a-f]{32})[0-9a-f]{32}");

    private ImageFingerprint() {}

    /** @return empty for what is no digest */
    static Optional<String> idOf(String digest) {
        Matcher matcher = DIGEST.matcher(digest == null ? "" : digest);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Notes that the build has made the image. */
    static void made(Run<?, ?> build, String image, String digest) throws IOException {
        note(build, build, image, digest);
    }

    /** Notes that the build has the image run, whoever made it. */
    static void used(Run<?, ?> build, String image, String digest) throws IOException {
        note(build, null, image, digest);
    }

    private static void note(Run<?, ?> build, Run<?, ?> maker, String image, String digest) throws IOException {
        Optional<String> id = idOf(digest);
        if (id.isEmpty()) {
            return;
        }
        String name = image.substring(image.indexOf('/') + 1);
        Jenkins.get().getFingerprintMap().getOrCreate(maker, name, id.get()).addFor(build);
        FingerprintAction action = build.getAction(FingerprintAction.class);
        if (action == null) {
            build.addAction(new FingerprintAction(build, Map.of(name, id.get())));
        } else {
            action.add(Map.of(name, id.get()));
        }
    }

    /** @return empty where Jenkins does not know the image */
    static Optional<Fingerprint> find(String digest) throws IOException {
        Optional<String> id = idOf(digest);
        return id.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(Jenkins.get().getFingerprintMap().get(id.get()));
    }
}
