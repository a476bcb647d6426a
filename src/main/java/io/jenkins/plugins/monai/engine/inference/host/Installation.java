package io.jenkins.plugins.monai.engine.inference.host;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.monai.engine.inference.InferenceRequest;
import io.jenkins.plugins.monai.engine.inference.InferenceState;
import io.jenkins.plugins.monai.engine.inference.bundle.BundledSources;
import io.jenkins.plugins.monai.engine.inference.bundle.ReproducibleZip;
import io.jenkins.plugins.monai.engine.text.Json;
import io.jenkins.plugins.monai.engine.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is to be on the machine: the runner, its settings, and how both get there. */
final class Installation {

    /** The machine's tag that tells, also while the machine is stopped, what is on it. */
    static final String TAG = "monai-deploy:installed";

    private final byte[] archive;
    private final String archiveSha256;
    private final String archiveKey;
    private final ObjectNode instructions;

    private Installation(byte[] archive, String prefix, ObjectNode instructions) {
        this.archive = archive;
        this.archiveSha256 = Sha256.hex(archive);
        this.archiveKey = prefix + "runner-" + archiveSha256 + ".zip";
        this.instructions = instructions;
        instructions.put("requirements", new String(requirements(), StandardCharsets.UTF_8));
        instructions.put("key", archiveKey);
        instructions.put("sha256", archiveSha256);
    }

    static Installation of(InferenceRequest request, InferenceState state) {
        ObjectNode instructions = Json.MAPPER.createObjectNode();
        instructions.put("region", request.region());
        instructions.put("bucket", request.bucket());
        instructions.put("bucketOwner", state.account().id());
        instructions.set("settings", RunnerSettings.of(request, state));
        instructions.set("environment", Json.MAPPER.valueToTree(RunnerSettings.environment(request)));
        return new Installation(ReproducibleZip.of(files()), request.prefixes().installation(), instructions);
    }

    /** {@code lib/} is what the runner imports; {@code bin/} and {@code systemd/} go where the system looks for them. */
    private static SortedMap<String, byte[]> files() {
        SortedMap<String, byte[]> files = new TreeMap<>();
        BundledSources.folder("shared").forEach((path, content) -> files.put("lib/" + path, content));
        BundledSources.folder("runner").forEach((path, content) -> files.put(place(path), content));
        return files;
    }

    /** The packages of the runner: they must be there before the archive can be fetched. */
    private static byte[] requirements() {
        return BundledSources.folder("runner").get("requirements.txt");
    }

    private static String place(String path) {
        return path.startsWith("bin/") || path.startsWith("systemd/") ? path : "lib/" + path;
    }

    byte[] archive() {
        return archive;
    }

    /** Where the archive lies in the bucket; part of it is its own digest. */
    String archiveKey() {
        return archiveKey;
    }

    /** Changes with whatever is to be on the machine. */
    String fingerprint() {
        return Sha256.hex(Json.bytes(instructions));
    }

    /** Puts runner and settings on the machine. Everything that was ever given by a user is in the base64 text. */
    String installScript() {
        return "MONAI_INSTALL='" + Base64.getEncoder().encodeToString(Json.bytes(instructions)) + "'\n"
                + resource("install.sh");
    }

    /** Pulls the MAP and sets the runner to work with what was installed. */
    static String activateScript() {
        return resource("activate.sh");
    }

    private static String resource(String name) {
        try (InputStream in = Installation.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
