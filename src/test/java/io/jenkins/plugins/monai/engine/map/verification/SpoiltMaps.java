package io.jenkins.plugins.monai.engine.map.verification;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.monai.engine.map.MapPaths;
import io.jenkins.plugins.monai.lab.LayerBuilder;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Ways to spoil a conforming MAP, each with the one finding it is to have. */
final class SpoiltMaps {

    private SpoiltMaps() {}

    static Stream<Arguments> all() {
        return Stream.of(
                spoilt("ERROR 1: the image is for 'linux/s390x'", map -> map.config.put("architecture", "s390x")),
                spoilt("ERROR 1: the image is for 'windows/amd64'", map -> map.config.put("os", "windows")),
                spoilt(
                        "WARN 2: org.opencontainers.image.title is missing",
                        map -> map.labels().remove(MapPaths.LABEL_TITLE)),
                spoilt(
                        "WARN 3: org.opencontainers.image.version is missing",
                        map -> map.labels().remove(MapPaths.LABEL_VERSION)),
                spoilt(
                        "WARN 3: the label says '1.2.1' and app.json#version '1.2.0'",
                        map -> map.labels().put(MapPaths.LABEL_VERSION, "1.2.1")),
                spoilt("WARN 3: app.json#version is no string: '1.2'", map -> map.app.put("version", 1.2)),
                spoilt("ERROR 4: the image is no MAP", map -> {
                    map.withApp = false;
                    map.withPkg = false;
                }),
                spoilt("ERROR 4: /etc/holoscan/app.json is missing", map -> map.withApp = false),
                spoilt("ERROR 4: /etc/holoscan/pkg.json is missing", map -> map.withPkg = false),
                spoilt(
                        "ERROR 4: /etc/holoscan/app.json is no valid JSON (line 1, column",
                        map -> map.appText = "{\"command\": "),
                spoilt("ERROR 4: /etc/holoscan/app.json is no JSON object", map -> map.appText = "[]"),
                spoilt("ERROR 4: /etc/holoscan/app.json is no valid JSON", map -> map.appText = "{} {}"),
                spoilt("ERROR 4: /etc/holoscan/pkg.json is no valid JSON", map -> map.pkgText = "no JSON"),
                spoilt(
                        "ERROR 4: /etc/holoscan/pkg.json is no file of at most 1048576 bytes",
                        map -> map.pkgText = "{\"x\": \"" + "x".repeat(1 << 20) + "\"}"),
                spoilt("ERROR 5: app.json#command is missing", map -> map.app.remove("command")),
                spoilt("ERROR 5: app.json#command is missing", map -> map.app.put("command", " ")),
                spoilt("ERROR 5: app.json#command is missing", map -> map.app.put("command", "[]")),
                spoilt(
                        "WARN 5: app.json#command is no string",
                        map -> map.app.putArray("command").add("python3").add("/opt/holoscan/app")),
                spoilt(
                        "ERROR 5: starts 'python4', which is not in the image",
                        map -> map.app.put("command", "python4 /opt/holoscan/app")),
                spoilt(
                        "ERROR 5: starts '/opt/holoscan/app/run', which is not in the image",
                        map -> map.app.put("command", "X=1 /opt/holoscan/app/run")),
                spoilt(
                        "ERROR 5: starts '/opt/holoscan/app', which is a folder",
                        map -> map.app.put("command", "/opt/holoscan/app")),
                spoilt(
                        "ERROR 5: starts '/opt/holoscan/app/__main__.py', which is not executable",
                        map -> map.app.put("command", "/opt/holoscan/app/__main__.py")),
                spoilt(
                        "ERROR 5: names '/opt/holoscan/app/app.py', which is not in the image",
                        map -> map.app.put("command", "[\"python3\", \"/opt/holoscan/app/app.py\"]")),
                spoilt(
                        "ERROR 5: which has no __main__.py",
                        map -> map.add(new LayerBuilder()
                                .whiteout("opt/holoscan/app/__main__.py")
                                .file("opt/holoscan/app/app.py", ""))),
                spoilt(
                        "ERROR 5: starts 'python3', which is not in the image",
                        map -> map.add(new LayerBuilder().symlink("usr/bin/python3", "../bin/python3"))),
                spoilt(
                        "INFO 5: cannot be told without running it",
                        map -> map.app.put("command", "cd /opt/holoscan/app && ./run")),
                spoilt(
                        "WARN 6: app.json#input.formats is missing or null",
                        map -> map.input().putNull("formats")),
                spoilt(
                        "WARN 6: app.json#input.formats is no array: '\"file\"'",
                        map -> map.input().put("formats", "file")),
                spoilt(
                        "WARN 7: app.json#output.format is missing or null",
                        map -> map.output().remove("format")),
                spoilt(
                        "WARN 7: app.json#output.format is neither",
                        map -> map.output().putArray("format")),
                spoilt("WARN 8: app.json#type is missing", map -> map.app.remove("type")),
                spoilt("WARN 8: neither 'application' nor 'service': 'batch'", map -> map.app.put("type", "batch")),
                spoilt(
                        "ERROR 9: app.json#input.path is missing",
                        map -> map.input().remove("path")),
                spoilt(
                        "ERROR 9: app.json#output.path is missing",
                        map -> map.output().putNull("path")),
                spoilt(
                        "ERROR 9: app.json#workingDirectory is no plain absolute path: 'work'",
                        map -> map.app.put("workingDirectory", "work")),
                spoilt("WARN 10: app.json#apiVersion is no semantic version", map -> map.app.put("apiVersion", "1")),
                spoilt("WARN 10: app.json#sdkVersion is no string: '4.2'", map -> map.app.put("sdkVersion", 4.2)),
                spoilt("WARN 10: app.json#sdk is no string", map -> map.app.put("sdk", 1)),
                spoilt("WARN 10: app.json#timeout is no number of seconds", map -> map.app.put("timeout", "60")),
                spoilt("WARN 10: pkg.json#version is no semantic version", map -> map.pkg.put("version", "one")),
                spoilt(
                        "WARN 11: lacks HOLOSCAN_INPUT_PATH",
                        map -> map.environment().remove(MapPaths.ENV_INPUT_PATH)),
                spoilt(
                        "INFO 11: HOLOSCAN_LOGS_PATH stands for HOLOSCAN_LOGS",
                        map -> map.environment().put("HOLOSCAN_LOGS_PATH", "/x").remove(MapPaths.ENV_LOGS)),
                spoilt("WARN 11: no string: 'N'", map -> map.environment().put("N", 1)),
                spoilt(
                        "WARN 12: app.json#readiness.type is none of tcp",
                        map -> map.app.putObject("readiness").put("type", "udp")),
                spoilt(
                        "WARN 12: app.json#liveness.port is no port",
                        map -> map.app.putObject("liveness").put("type", "tcp")),
                spoilt(
                        "WARN 12: app.json#liveness.command is no array",
                        map -> map.app.putObject("liveness").put("type", "command")),
                spoilt("WARN 13: pkg.json#applicationRoot is missing", map -> map.pkg.remove("applicationRoot")),
                spoilt(
                        "WARN 13: pkg.json#applicationRoot is no absolute path",
                        map -> map.pkg.put("applicationRoot", "app")),
                spoilt(
                        "WARN 14: is no array of {name, path} but an object",
                        map -> map.pkg.putObject("models").put("threshold", "/opt/holoscan/models/threshold")),
                spoilt(
                        "WARN 14: has a model without a valid name",
                        map -> map.pkg.putArray("models").addObject().put("path", "threshold")),
                spoilt(
                        "WARN 14: has a model without a valid name",
                        map -> map.pkg
                                .putArray("models")
                                .addObject()
                                .put("name", "a b")
                                .put("path", "threshold")),
                spoilt(
                        "WARN 15: pkg.json#resources.memory is no size",
                        map -> resources(map).put("memory", "1.25Gi")),
                spoilt(
                        "WARN 15: pkg.json#resources.memory is no size",
                        map -> resources(map).put("memory", 1024)),
                spoilt(
                        "WARN 15: pkg.json#resources.cpu is no count: '\"1\"'",
                        map -> resources(map).put("cpu", "1")),
                spoilt(
                        "WARN 15: pkg.json#resources.cpu is no count: '0'",
                        map -> resources(map).put("cpu", 0)),
                spoilt(
                        "WARN 15: pkg.json#resources.fragments.a.gpu is no count",
                        map -> resources(map)
                                .putObject("fragments")
                                .putObject("a")
                                .put("gpu", -1)),
                spoilt(
                        "WARN 16: the application is in '/srv/app', outside /opt/holoscan/app/",
                        map -> map.pkg.put("applicationRoot", "/srv/app")),
                spoilt(
                        "WARN 16: the model 'lung' is not at '/opt/holoscan/models/lung'",
                        map -> map.pkg.withArray("models").addObject().put("name", "lung")),
                spoilt(
                        "WARN 16: /opt/holoscan/models/model.ts is in no folder of its own",
                        map -> map.add(new LayerBuilder().file("opt/holoscan/models/model.ts", "weights"))),
                spoilt(
                        "INFO 17: no /opt/holoscan/docs/ was found",
                        map -> map.add(new LayerBuilder().whiteout("opt/holoscan/docs"))),
                spoilt("ERROR 18: starts nothing", map -> map.run().remove("Entrypoint")),
                spoilt("ERROR 18: starts '/bin/bash' and not the application", map -> {
                    map.run().remove("Entrypoint");
                    map.run().putArray("Cmd").add("/bin/bash");
                }),
                spoilt(
                        "ERROR 18: starts '/opt/holoscan/run', which is not in the image",
                        map -> map.run().putArray("Entrypoint").add("/opt/holoscan/run")),
                spoilt(
                        "ERROR 18: starts '/opt/holoscan/run', which is not in the image",
                        map -> map.run().putArray("Entrypoint").add("/bin/sh").add("/opt/holoscan/run")),
                spoilt(
                        "WARN 19: knows no 'show' and 'extract'",
                        map -> map.add(new LayerBuilder()
                                .script("opt/holoscan/entrypoint", "#!/bin/sh\nexec python3 /opt/holoscan/app"))),
                spoilt(
                        "INFO 19: cannot be told without running it",
                        map -> map.add(new LayerBuilder().script("opt/holoscan/entrypoint", "\177ELF\0\0"))),
                spoilt(
                        "ERROR 21: the image's user '0:0' is root",
                        map -> map.run().put("User", "0:0")),
                spoilt(
                        "INFO 20: only its line 'Application exited with N.' tells",
                        map -> map.add(
                                new LayerBuilder()
                                        .script(
                                                "opt/holoscan/entrypoint",
                                                "#!/bin/sh\n# show extract\nexit_code=$?\necho \"Application exited with ${exit_code}.\""))));
    }

    static ObjectNode resources(MapFixture map) {
        return (ObjectNode) map.pkg.get("resources");
    }

    private static Arguments spoilt(String finding, Consumer<MapFixture> how) {
        return Arguments.of(finding, how);
    }
}
