package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.registry.ImageReference;
import io.jenkins.plugins.monai.engine.text.ForeignText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a request names a MAP.
 *
 * @param hasRegistry whether it is a whole reference, which {@link ImageReference} reads; the rest is null then
 * @param repository the name of the repository in the account's ECR
 * @param tagAndDigest {@code [:TAG][@DIGEST]}
 */
public record MapReference(boolean hasRegistry, String repository, String tagAndDigest) {

    private static final Pattern IN_ECR = Pattern.compile("([^:@]+)((?::[^@]+)?(?:@.+)?)");
    private static final Pattern WITH_REGISTRY = Pattern.compile("(https?://.*|[^/]*[.:][^/]*/.*|localhost/.*)");

    /** @throws OperationException it can be no image's */
    public static MapReference parse(String map) throws OperationException {
        if (WITH_REGISTRY.matcher(map).matches()) {
            return new MapReference(true, null, null);
        }
        Matcher parts = IN_ECR.matcher(map);
        if (!parts.matches()) {
            throw noImage(map, null);
        }
        return new MapReference(false, parts.group(1), parts.group(2));
    }

    /** @throws OperationException it can be no image's */
    public static void check(String map) throws OperationException {
        // Of the account's own registry AWS alone knows the name.
        String whole = parse(map).hasRegistry ? map : "registry.example/" + map;
        try {
            ImageReference.parse(whole);
        } catch (OperationException e) {
            throw noImage(map, e);
        }
    }

    private static OperationException noImage(String map, OperationException cause) {
        return new OperationException(
                "'" + ForeignText.value(map) + "' in 'map' is no image",
                "Write REPOSITORY:TAG or REPOSITORY@sha256:DIGEST",
                cause);
    }
}
