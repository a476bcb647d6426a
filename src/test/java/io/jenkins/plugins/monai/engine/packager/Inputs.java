package io.jenkins.plugins.monai.engine.packager;

import io.jenkins.plugins.monai.engine.requirements.Requirements;
import java.util.List;
import java.util.Map;

/** Inputs of a packager for tests, built up from those of a small application. */
final class Inputs {

    private String version = "1.0.0";
    private Map<String, Object> resources = Map.of();
    private List<String> pipPackages = List.of();
    private String entryPoint = "";
    private List<String> models = List.of("threshold");
    private boolean requirements = true;
    private Requirements read = Requirements.NONE;
    private boolean gpu;
    private String platform = "linux/amd64";
    private String baseImage;
    private String title = "CT threshold";
    private String localTag = "monai-deploy/run-1:map";

    Inputs version(String value) {
        version = value;
        return this;
    }

    Inputs resources(Map<String, Object> value) {
        resources = value;
        return this;
    }

    Inputs pipPackages(String... values) {
        pipPackages = List.of(values);
        return this;
    }

    Inputs requirements(Requirements value) {
        read = value;
        return this;
    }

    Inputs entryPoint(String value) {
        entryPoint = value;
        return this;
    }

    Inputs models(String... values) {
        models = List.of(values);
        return this;
    }

    Inputs noRequirements() {
        requirements = false;
        return this;
    }

    Inputs gpu() {
        gpu = true;
        return this;
    }

    Inputs platform(String value) {
        platform = value;
        return this;
    }

    Inputs baseImage(String value) {
        baseImage = value;
        return this;
    }

    Inputs title(String value) {
        title = value;
        return this;
    }

    PackageInputs build() {
        AppConfig config = new AppConfig(title, version, resources, List.of("file"), List.of(), pipPackages);
        return new PackageInputs(
                config,
                entryPoint,
                models,
                requirements,
                localTag,
                platform,
                gpu,
                baseImage,
                title,
                "0123456789abcdef0123456789abcdef01234567",
                read);
    }
}
