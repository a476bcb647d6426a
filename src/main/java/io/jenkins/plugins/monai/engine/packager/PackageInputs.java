package io.jenkins.plugins.monai.engine.packager;

import io.jenkins.plugins.monai.engine.map.Fingerprint;
import io.jenkins.plugins.monai.engine.requirements.Requirements;
import java.util.List;

/**
 * What a packager packs, as it lies on the machine below the run's folder: {@code app/}, {@code models/NAME/},
 * {@code app.yaml}, {@code requirements.txt} (absent when the application has none).
 *
 * @param appConfig the parsed app.yaml
 * @param entryPoint the application's start relative to {@code app/}: a {@code .py} file, or empty for a folder with
 *     {@code __main__.py}
 * @param modelNames folder names below {@code models/}, in the order given
 * @param hasRequirements whether {@code requirements.txt} is there
 * @param localTag the tag the image must have in the machine's container store when the packager is done
 * @param platform OCI platform: {@code linux/amd64} or {@code linux/arm64}
 * @param gpu whether the MAP is to use a GPU
 * @param baseImage the base image, or null for the packager's default
 * @param imageTitle {@code org.opencontainers.image.title}
 * @param revision the commit that is built, or null where it is not known
 * @param requirements as they were read; packagers write the files of them
 * @param fingerprint of what is packed, for the image's labels; null while it is not known
 */
public record PackageInputs(
        AppConfig appConfig,
        String entryPoint,
        List<String> modelNames,
        boolean hasRequirements,
        String localTag,
        String platform,
        boolean gpu,
        String baseImage,
        String imageTitle,
        String revision,
        Requirements requirements,
        Fingerprint fingerprint) {

    /** Inputs whose files have not been looked at yet. */
    public PackageInputs(
            AppConfig appConfig,
            String entryPoint,
            List<String> modelNames,
            boolean hasRequirements,
            String localTag,
            String platform,
            boolean gpu,
            String baseImage,
            String imageTitle,
            String revision,
            Requirements requirements) {
        this(
                appConfig,
                entryPoint,
                modelNames,
                hasRequirements,
                localTag,
                platform,
                gpu,
                baseImage,
                imageTitle,
                revision,
                requirements,
                null);
    }

    /** The same, now that the files have been looked at. */
    public PackageInputs with(Fingerprint found) {
        return new PackageInputs(
                appConfig,
                entryPoint,
                modelNames,
                hasRequirements,
                localTag,
                platform,
                gpu,
                baseImage,
                imageTitle,
                revision,
                requirements,
                found);
    }

    public PackageInputs {
        modelNames = List.copyOf(modelNames);
    }
}
