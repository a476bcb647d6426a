package io.jenkins.plugins.monai.engine.map.verification;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.monai.engine.map.MapPaths;
import io.jenkins.plugins.monai.lab.ImagePusher;
import io.jenkins.plugins.monai.lab.LayerBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A MAP that conforms to version 1.0.0, to be spoilt by a test before it is pushed. */
public final class MapFixture {

    public static final ObjectMapper JSON = new ObjectMapper();

    static final String ENTRY_POINT = """
            #!/bin/sh
            case "$1" in
            show) cat /etc/holoscan/*.json ;;
            extract) cp -r /opt/holoscan/app /var/run/holoscan/export/ ;;
            *) exec python3 /opt/holoscan/app ;;
            esac
            """;

    /** A layer as it is pushed. */
    record Blob(String mediaType, byte[] content) {}

    final ObjectNode config = JSON.createObjectNode();
    final ObjectNode app = JSON.createObjectNode();
    final ObjectNode pkg = JSON.createObjectNode();

    /** From the lowest; the manifests come on top of these. */
    final List<Blob> layers = new ArrayList<>();

    /** What is pushed in place of the manifests when set. */
    String appText;

    String pkgText;
    String folder = "etc/holoscan";
    boolean withApp = true;
    boolean withPkg = true;

    MapFixture() {
        config.put("os", "linux").put("architecture", "amd64");
        ObjectNode run = config.putObject("config");
        run.put("WorkingDir", "/var/holoscan").put("User", "1000:1000");
        run.putArray("Env").add("PATH=/usr/local/bin:/usr/bin:/bin");
        run.putArray("Entrypoint").add("/opt/holoscan/entrypoint");
        run.putObject("Labels").put(MapPaths.LABEL_TITLE, "CT threshold").put(MapPaths.LABEL_VERSION, "1.2.0");
        fillApp();
        fillPkg();
        add(base());
        add(application());
        add(new LayerBuilder().file("opt/holoscan/models/threshold/model.ts", "weights"));
    }

    private void fillApp() {
        app.put("apiVersion", "1.0.0");
        app.put("type", "application");
        app.put("command", "python3 /opt/holoscan/app");
        ObjectNode environment = app.putObject("environment");
        MapPaths.environment().forEach(environment::put);
        ObjectNode input = app.putObject("input");
        input.put("path", "input").putArray("formats").add("file");
        app.putObject("output").put("path", "output").putObject("format").put("type", "file");
        app.put("sdk", "none").put("sdkVersion", "0.0.0");
        app.put("timeout", 0);
        app.put("version", "1.2.0");
        app.put("workingDirectory", "/var/holoscan/");
    }

    private void fillPkg() {
        pkg.put("apiVersion", "1.0.0");
        pkg.put("applicationRoot", "/opt/holoscan/app/");
        pkg.put("modelRoot", "/opt/holoscan/models/");
        pkg.putArray("models").addObject().put("name", "threshold").put("path", "threshold");
        ObjectNode resources = pkg.putObject("resources");
        resources.put("cpu", 1).put("gpu", 0).put("memory", "1Gi").put("sharedMemory", "64Mi");
        pkg.put("version", "1.2.0");
    }

    /** As in a Debian image: {@code /bin} is a link, and so is {@code python3}. */
    static LayerBuilder base() {
        return new LayerBuilder()
                .directory("./usr/bin")
                .symlink("./bin", "usr/bin")
                .script("./usr/bin/dash", "")
                .symlink("./usr/bin/sh", "dash")
                .script("./usr/bin/python3.12", "")
                .symlink("./usr/bin/python3", "python3.12");
    }

    static LayerBuilder application() {
        return new LayerBuilder()
                .file("opt/holoscan/app/__main__.py", "print('Hello')")
                .file("opt/holoscan/docs/README.md", "Hello")
                .script("opt/holoscan/entrypoint", ENTRY_POINT);
    }

    ObjectNode run() {
        return (ObjectNode) config.get("config");
    }

    ObjectNode labels() {
        return (ObjectNode) run().get("Labels");
    }

    ObjectNode environment() {
        return (ObjectNode) app.get("environment");
    }

    ObjectNode input() {
        return (ObjectNode) app.get("input");
    }

    ObjectNode output() {
        return (ObjectNode) app.get("output");
    }

    MapFixture add(LayerBuilder layer) {
        layers.add(new Blob(ImagePusher.GZIP_LAYER, layer.gzip()));
        return this;
    }

    /** Puts another layer in place of one. */
    MapFixture replace(int index, LayerBuilder layer) {
        layers.set(index, new Blob(ImagePusher.GZIP_LAYER, layer.gzip()));
        return this;
    }

    /** The configuration of a container image made of these parts. */
    ObjectNode push(ImagePusher pusher, String reference) throws Exception {
        return push(pusher, reference, ImagePusher.CONFIG);
    }

    ObjectNode push(ImagePusher pusher, String reference, String configType) throws Exception {
        ArrayNode pushed = JSON.createArrayNode();
        for (Blob layer : layers) {
            pushed.add(pusher.blob(layer.mediaType(), layer.content()));
        }
        pushed.add(pusher.blob(ImagePusher.GZIP_LAYER, manifests().gzip()));
        return pusher.image(reference, pusher.blob(configType, JSON.writeValueAsBytes(config)), pushed);
    }

    private LayerBuilder manifests() throws Exception {
        LayerBuilder layer = new LayerBuilder().directory(folder);
        if (withApp) {
            layer.file(folder + "/app.json", appText != null ? appText : JSON.writeValueAsString(app));
        }
        if (withPkg) {
            layer.file(folder + "/pkg.json", pkgText != null ? pkgText : JSON.writeValueAsString(pkg));
        }
        return layer;
    }

    /** As the upstream packager 4.2.0 writes them for app.yaml of the spleen example. */
    static MapFixture upstream() {
        MapFixture map = new MapFixture();
        map.labels().put(MapPaths.LABEL_VERSION, "1.0");
        map.app.removeAll();
        map.app.put("apiVersion", "1.0.0");
        map.app.put("command", "[\"python3\", \"/opt/holoscan/app\"]");
        ObjectNode environment = map.app.putObject("environment");
        MapPaths.environment().forEach(environment::put);
        environment.remove(List.of("HOLOSCAN_DOCS", "HOLOSCAN_LOGS"));
        environment.put("HOLOSCAN_APPLICATION", "/opt/holoscan/app");
        environment.put("HOLOSCAN_DOCS_PATH", "/opt/holoscan/docs");
        environment.put("HOLOSCAN_LOGS_PATH", "/var/holoscan/logs");
        map.app.putObject("input").put("path", "input/").putNull("formats");
        map.app.putNull("liveness");
        map.app.putObject("output").put("path", "output/").putNull("formats");
        map.app.putNull("readiness");
        map.app.put("sdk", "monai-deploy").put("sdkVersion", "4.0.0");
        map.app.put("timeout", 0).put("version", 1.0).put("workingDirectory", "/var/holoscan");
        map.pkg.removeAll();
        map.pkg.put("apiVersion", "1.0.0").put("applicationRoot", "/opt/holoscan/app");
        map.pkg.put("modelRoot", "/opt/holoscan/models");
        map.pkg.putObject("models").put("threshold", "/opt/holoscan/models/threshold");
        map.pkg
                .putObject("resources")
                .put("cpu", 1)
                .put("gpu", 1)
                .put("memory", "1Gi")
                .put("gpuMemory", "6Gi");
        map.pkg.put("version", 1.0).put("platformConfig", "dgpu");
        map.run().putArray("Entrypoint").add("/var/holoscan/tools");
        map.add(new LayerBuilder().script("var/holoscan/tools", UPSTREAM_TOOLS));
        return map;
    }

    /** What matters of the upstream entry point: its commands, and the way it ends. */
    private static final String UPSTREAM_TOOLS = """
            #!/bin/bash
            if [ "$1" = "show" ]; then print
            elif [ "$1" = "extract" ]; then copy
            else
              eval ${command} "$@"
              exit_code=$?
              info "Application exited with ${exit_code}."
            fi
            """;

    /** A layer that is no archive. */
    static Blob noArchive() {
        return new Blob(ImagePusher.GZIP_LAYER, "no archive".getBytes(StandardCharsets.UTF_8));
    }
}
