package io.jenkins.plugins.monai.engine.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.monai.lab.ImagePusher;
import io.jenkins.plugins.monai.lab.Lab;
import io.jenkins.plugins.monai.lab.LayerBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A MAP that gives back what it was given: the laboratory's Python image and one more layer. */
final class TestMap {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROGRAM = """
            import pathlib, shutil
            source, target = pathlib.Path("/var/holoscan/input"), pathlib.Path("/var/holoscan/output")
            for file in sorted(p for p in source.rglob("*") if p.is_file()):
                shutil.copyfile(file, target / f"seg-{file.name}.dcm")
            print("VERSION")
            """;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI registry;
    private final String password;
    private final String baseRepository;
    private final String baseTag;

    TestMap(Lab lab) {
        this.registry = lab.registryUri().orElseThrow();
        this.password = lab.registryPassword();
        String base = lab.baseImage().replaceFirst("^[^/]+/", "");
        this.baseRepository = base.substring(0, base.lastIndexOf(':'));
        this.baseTag = base.substring(base.lastIndexOf(':') + 1);
    }

    /** @return the digest */
    String push(String repository, String tag, String version) throws IOException, InterruptedException {
        ImagePusher pusher = new ImagePusher(registry, repository, "AWS", password);
        JsonNode manifest = JSON.readTree(get("manifests/" + baseTag));
        ArrayNode layers = JSON.createArrayNode();
        for (JsonNode layer : manifest.path("layers")) {
            byte[] blob = get("blobs/" + layer.path("digest").asText());
            layers.add(pusher.blob(ociType(layer.path("mediaType").asText()), blob));
        }
        byte[] layer = new LayerBuilder()
                .file("opt/map/run.py", PROGRAM.replace("VERSION", version))
                .tar();
        layers.add(pusher.blob(ImagePusher.TAR_LAYER, layer));
        ObjectNode config = (ObjectNode) JSON.readTree(
                get("blobs/" + manifest.path("config").path("digest").asText()));
        ((ArrayNode) config.path("rootfs").path("diff_ids")).add(ImagePusher.digest(layer));
        config.remove("history");
        ObjectNode process = config.withObject("/config");
        process.putArray("Entrypoint").add("python3").add("/opt/map/run.py");
        process.remove("Cmd");
        process.withArray("/Env")
                .add("HOLOSCAN_INPUT_PATH=/var/holoscan/input")
                .add("HOLOSCAN_OUTPUT_PATH=/var/holoscan/output");
        return pusher.image(tag, pusher.blob(ImagePusher.CONFIG, JSON.writeValueAsBytes(config)), layers)
                .get("digest")
                .asText();
    }

    private static String ociType(String type) {
        return type.endsWith("gzip") ? ImagePusher.GZIP_LAYER : ImagePusher.TAR_LAYER;
    }

    private byte[] get(String path) throws IOException, InterruptedException {
        String credentials = Base64.getEncoder().encodeToString(("AWS:" + password).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(registry.resolve("/v2/" + baseRepository + "/" + path))
                .header("Authorization", "Basic " + credentials)
                .header("Accept", ImagePusher.MANIFEST + ", application/vnd.docker.distribution.manifest.v2+json")
                .build();
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException(path + ": HTTP " + response.statusCode());
        }
        return response.body();
    }
}
