package io.jenkins.plugins.monai.engine.packager;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.monai.engine.map.Fingerprint;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.requirements.Requirements;
import io.jenkins.plugins.monai.engine.text.SemanticVersion;
import io.jenkins.plugins.monai.engine.text.Sha256;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The packager of the MONAI Deploy App SDK: {@code monai-deploy package} of holoscan-cli 4.2.0, the last release that has
 * it, with the pins of CUDA 13 (a driver of 580 or newer where the MAP runs). It needs Docker with buildx, Python 3.10 to
 * 3.13 with venv, and a way to PyPI, Docker Hub (BuildKit's own image), nvcr.io, Ubuntu's and NVIDIA's packages.
 *
 * <p>The command looks for a list of artifacts on a branch that no longer has it, so it gets one of ours. It rewrites the
 * tag; the script gives the image the tag it was asked for. Its MAPs deviate from the specification in known ways: a
 * container exits with 0 when its application fails.
 *
 * <p>{@code MONAI_DEPLOY_UPSTREAM_VENV}, in {@code /etc/monai-deploy/build.env} of the machine, names a virtual
 * environment that is there already; it is used when it holds the pinned versions.
 */
final class UpstreamPackager implements Packager {

    static final String HOLOSCAN_VERSION = "4.2.0";
    private static final String CUDA = "13";
    private static final String BASE_IMAGE = "nvcr.io/nvidia/cuda:13.0.0-runtime-ubuntu24.04";

    /** What the App SDK 4.0.0 asks for without a version. */
    private static final List<String> PINS =
            List.of("holoscan-cu13==" + HOLOSCAN_VERSION, "holoscan-cli==" + HOLOSCAN_VERSION);

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public String name() {
        return "upstream";
    }

    @Override
    public List<GeneratedFile> files(PackageInputs inputs) throws OperationException {
        InputChecks.check(inputs);
        RequirementsCheck.checkUpstream(inputs.requirements(), inputs.baseImage());
        List<GeneratedFile> files = new ArrayList<>(List.of(
                new GeneratedFile("upstream/requirements.txt", Bash.resource("upstream-requirements.txt"), false),
                new GeneratedFile("upstream/upstream.py", Bash.resource("upstream.py"), false),
                new GeneratedFile("upstream/settings.json", settingsFile(inputs), false),
                new GeneratedFile("upstream/artifacts.json", artifacts(), false)));
        if (!inputs.requirements().files().isEmpty()) {
            files.add(new GeneratedFile(
                    BuiltinPackager.REQUIREMENTS,
                    Requirements.text(inputs.requirements().lines()),
                    false));
        }
        return files;
    }

    @Override
    public String script(PackageInputs inputs) {
        String entryPoint = inputs.entryPoint().isEmpty() ? "" : "/" + inputs.entryPoint();
        List<String> options = new ArrayList<>(List.of("--platform", platform(inputs), "--cuda", CUDA));
        options.addAll(List.of("--uid", "1000", "--gid", "1000"));
        if (inputs.baseImage() != null) {
            options.addAll(List.of("--base-image", inputs.baseImage()));
        }
        return "set -euo pipefail\n"
                + Bash.assign("local_tag", inputs.localTag())
                + Bash.assign(
                        "image", "monai-deploy-" + Sha256.hex(inputs.localTag()).substring(0, 16) + ":built")
                + Bash.assign("entry_point", entryPoint)
                + Bash.array("options", options)
                + Bash.array(
                        "labels",
                        labels(inputs).entrySet().stream()
                                .map(label -> label.getKey() + "=" + label.getValue())
                                .toList())
                + Bash.resource("machine.sh")
                + Bash.resource("instance-store.sh")
                + Bash.resource("upstream.sh");
    }

    @Override
    public String remedy(int exitCode, String lastLines) {
        return PackagingRemedy.of(lastLines);
    }

    @Override
    public Map<String, String> foundation(PackageInputs inputs) {
        String base = inputs.baseImage() == null ? BASE_IMAGE : inputs.baseImage();
        return Map.of(
                Fingerprint.BASE,
                "sha256:" + Sha256.hex(base),
                Fingerprint.PACKAGER,
                "sha256:"
                        + Sha256.hex(String.join(
                                "\n",
                                HOLOSCAN_VERSION,
                                CUDA,
                                String.valueOf(inputs.gpu()),
                                Bash.resource("upstream-requirements.txt"),
                                Bash.resource("upstream.py"))));
    }

    @Override
    public Optional<Map<String, String>> manifests(PackageInputs inputs) {
        return Optional.empty();
    }

    /** What app.json and pkg.json are made of; beside app.yaml and the names of the models' files. */
    @Override
    public String settings(PackageInputs inputs) {
        return inputs.entryPoint() + "\n" + settingsFile(inputs);
    }

    /** Beside those that the command itself gives its image. */
    @Override
    public Map<String, String> labels(PackageInputs inputs) {
        Map<String, String> labels = new TreeMap<>();
        if (inputs.revision() != null) {
            labels.put("org.opencontainers.image.revision", inputs.revision());
        }
        if (inputs.fingerprint() != null) {
            labels.putAll(inputs.fingerprint().labels());
        }
        return labels;
    }

    private static String platform(PackageInputs inputs) {
        return inputs.platform().equals("linux/arm64") ? "sbsa" : "x86_64";
    }

    /** What app.yaml says, in the form in which the command makes a valid manifest of it. */
    private static String settingsFile(PackageInputs inputs) {
        AppConfig config = inputs.appConfig();
        Map<String, Object> application = new LinkedHashMap<>();
        application.put("title", inputs.imageTitle());
        application.put("version", SemanticVersion.normalise(config.version()).orElse(config.version()));
        application.put("input-formats", config.inputFormats().isEmpty() ? List.of("file") : config.inputFormats());
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("application", application);
        settings.put("resources", Resources.defaults(inputs.gpu()));
        settings.put("pipPackages", config.pipPackages());
        settings.put("pins", PINS);
        return json(settings);
    }

    /** Of its parts the command reads the base image and the wheel's version; it insists on the others' presence. */
    private static String artifacts() {
        Map<String, Object> holoscan = new LinkedHashMap<>();
        holoscan.put("debian-version", HOLOSCAN_VERSION);
        holoscan.put("wheel-version", HOLOSCAN_VERSION);
        holoscan.put("base-images", Map.of("dgpu", BASE_IMAGE));
        Map<String, Object> buildImages = new LinkedHashMap<>();
        for (String configuration : List.of("igpu", "dgpu", "cpu")) {
            buildImages.put(configuration, Map.of());
        }
        holoscan.put("build-images", buildImages);
        return json(Map.of(HOLOSCAN_VERSION, Map.of("holoscan", holoscan)));
    }

    private static String json(Map<String, Object> content) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists, texts and numbers are always JSON", e);
        }
    }
}
