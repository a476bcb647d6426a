package io.jenkins.plugins.monai.engine.packager;

import io.jenkins.plugins.monai.engine.map.Fingerprint;
import io.jenkins.plugins.monai.engine.map.MapPaths;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.requirements.Requirements;
import io.jenkins.plugins.monai.engine.text.SemanticVersion;
import io.jenkins.plugins.monai.engine.text.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The plugin's own packager: a Dockerfile, two manifests and an entry point, built by docker buildx, docker or podman,
 * whichever the machine has. The MAP keeps to the MAP specification 1.0.0 to the letter, runs as user 1000 and exits
 * with its application's exit code.
 *
 * <p>The application needs a Linux with Python 3.9 or newer, venv and pip as its base image. The default has no CUDA:
 * the wheels of PyTorch and its kin bring their own, and the NVIDIA Container Toolkit adds the driver. An application
 * that needs more (TensorRT, nvcc) names a base image; packages installed there are visible to it.
 *
 * <p>Settings of the machine are used and not kept: its pip configuration and certificate authorities are mounted for
 * the installation of the requirements, proxies are passed on, {@code /etc/monai-deploy/build.env} is read (see
 * machine.sh beside this class).
 */
final class BuiltinPackager implements Packager {

    /** Changes when the same inputs give another image. */
    static final String VERSION = "1.0.0";

    static final String DEFAULT_BASE_IMAGE = "public.ecr.aws/docker/library/python:3.12-slim-bookworm";

    /** The interpreter with the requirements, and what starts the application: not in the specification. */
    static final String VENV = "/opt/holoscan/venv";

    static final String TOOLS = "/opt/holoscan/tools";
    static final String ENTRY_POINT_FILE = TOOLS + "/entrypoint.py";
    static final List<String> ENTRY_POINT = List.of(VENV + "/bin/python3", ENTRY_POINT_FILE);
    static final List<String> PROBE = List.of(VENV + "/bin/python3", ENTRY_POINT_FILE, "probe");

    /** In UTF-8, whatever the workspace's file is written in. */
    static final String REQUIREMENTS = "requirements.txt";

    @Override
    public String name() {
        return "builtin";
    }

    @Override
    public List<GeneratedFile> files(PackageInputs inputs) throws OperationException {
        InputChecks.check(inputs);
        RequirementsCheck.check(inputs.requirements(), inputs.baseImage());
        GeneratedManifests manifests = new GeneratedManifests(inputs, version(inputs));
        List<GeneratedFile> files = new ArrayList<>();
        files.add(new GeneratedFile(".dockerignore", Bash.resource("dockerignore"), false));
        files.add(new GeneratedFile("map/Dockerfile", dockerfile(inputs).text(), false));
        files.add(new GeneratedFile("map/app.json", manifests.app(), false));
        files.add(new GeneratedFile("map/pkg.json", manifests.pkg(), false));
        files.add(new GeneratedFile("map/entrypoint.py", Bash.resource("entrypoint.py"), false));
        inputs.requirements().constraints().forEach((path, lines) -> files.add(text(path, lines)));
        if (!inputs.requirements().lines().isEmpty()) {
            files.add(text(REQUIREMENTS, inputs.requirements().lines()));
        }
        List<String> pipPackages = inputs.appConfig().pipPackages();
        if (!pipPackages.isEmpty()) {
            files.add(text(Dockerfile.PIP_PACKAGES, pipPackages));
        }
        return files;
    }

    private static GeneratedFile text(String path, List<String> lines) {
        return new GeneratedFile(path, Requirements.text(lines), false);
    }

    @Override
    public String script(PackageInputs inputs) {
        return "set -euo pipefail\n"
                + Bash.assign("local_tag", inputs.localTag())
                + Bash.assign("platform", inputs.platform())
                + Bash.assign("given_version", inputs.appConfig().version())
                + Bash.assign("version", version(inputs))
                + Bash.assign("labels", assignments(labels(inputs)))
                + Bash.assign("base_image", baseImage(inputs))
                + Bash.resource("machine.sh")
                + Bash.resource("instance-store.sh")
                + Bash.resource("builtin.sh");
    }

    @Override
    public String remedy(int exitCode, String lastLines) {
        return PackagingRemedy.of(lastLines);
    }

    private static Dockerfile dockerfile(PackageInputs inputs) {
        return new Dockerfile(inputs, baseImage(inputs));
    }

    private static String baseImage(PackageInputs inputs) {
        return inputs.baseImage() == null ? DEFAULT_BASE_IMAGE : inputs.baseImage();
    }

    private static String version(PackageInputs inputs) {
        String version = inputs.appConfig().version();
        return SemanticVersion.normalise(version).orElse(version);
    }

    @Override
    public Map<String, String> labels(PackageInputs inputs) {
        Map<String, String> labels = new TreeMap<>();
        labels.put(MapPaths.LABEL_TITLE, inputs.imageTitle());
        labels.put(MapPaths.LABEL_VERSION, version(inputs));
        if (inputs.revision() != null) {
            labels.put("org.opencontainers.image.revision", inputs.revision());
        }
        labels.put("org.opencontainers.image.base.name", baseImage(inputs));
        if (inputs.fingerprint() != null) {
            labels.putAll(inputs.fingerprint().labels());
        }
        return labels;
    }

    @Override
    public Map<String, String> foundation(PackageInputs inputs) {
        return Map.of(
                Fingerprint.BASE,
                "sha256:" + Sha256.hex(baseImage(inputs)),
                Fingerprint.PACKAGER,
                "sha256:" + Sha256.hex(VERSION + dockerfile(inputs).foundation() + Bash.resource("entrypoint.py")));
    }

    @Override
    public Optional<Map<String, String>> manifests(PackageInputs inputs) throws OperationException {
        GeneratedManifests manifests = new GeneratedManifests(inputs, version(inputs));
        return Optional.of(Map.of(MapPaths.APP_MANIFEST, manifests.app(), MapPaths.PKG_MANIFEST, manifests.pkg()));
    }

    @Override
    public String settings(PackageInputs inputs) {
        return "";
    }

    private static List<String> assignments(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .toList();
    }
}
