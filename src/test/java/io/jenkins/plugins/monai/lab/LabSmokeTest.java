package io.jenkins.plugins.monai.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An instance from the public parameter's AMI to its end, with an image built, pushed and run on it. */
@NeedsLab
class LabSmokeTest {

    private static final String BUILD = """
            set -e
            mkdir smoke && cd smoke
            printf 'FROM %1$s\\nRUN echo built >/built\\nENTRYPOINT ["python3", "-c"]\\n' >Dockerfile
            docker login --username AWS --password-stdin %2$s
            docker build -t %2$s/smoke/test:1 .
            docker push %2$s/smoke/test:1
            docker rmi %2$s/smoke/test:1
            docker run --rm %2$s/smoke/test:1 'import sys; print(open("/built").read().strip()); sys.exit(7)'
            """;

    private TestInstance instance;

    @BeforeEach
    void launch(Lab lab) throws Exception {
        instance = TestInstance.launch(lab, "smoke");
    }

    @AfterEach
    void terminate() {
        instance.close();
    }

    @Test
    void anInstanceBuildsPushesAndRunsAnImage(Lab lab) throws Exception {
        String registry = lab.registryUri().orElseThrow().getAuthority();
        TestInstance.Output output = instance.run(
                BUILD.formatted(lab.baseImage(), registry),
                lab.registryPassword().getBytes(StandardCharsets.UTF_8));
        assertEquals(7, output.exitCode(), output.text());
        assertTrue(output.text().contains("built\n"), output.text());
        assertEquals(200, manifestStatus(lab, "smoke/test", "1"));
    }

    @Test
    void sudoAndPythonAreThere() throws Exception {
        TestInstance.Output output =
                instance.run("sudo docker info >/dev/null && python3 -m venv v && v/bin/pip --version && id -un");
        assertEquals(0, output.exitCode(), output.text());
        assertTrue(output.text().endsWith("ubuntu\n"), output.text());
    }

    @Test
    void theMetadataServiceWantsAToken() throws Exception {
        TestInstance.Output output = instance.run("""
                imds=$AWS_EC2_METADATA_SERVICE_ENDPOINT
                curl -s -o /dev/null -w '%{http_code} ' $imds/latest/meta-data/instance-id
                token=$(curl -fs -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' $imds/latest/api/token)
                curl -fs -H "X-aws-ec2-metadata-token: $token" $imds/latest/meta-data/instance-id
                """);
        assertEquals("401 " + instance.id(), output.text());
    }

    @Test
    void shutdownTerminates() throws Exception {
        // The connection may break before the command has returned, as it does on AWS.
        instance.run("(sleep 1; sudo shutdown -P now 'enough') >/dev/null 2>&1 </dev/null &");
        instance.awaitTerminated();
    }

    @Test
    void nothingIsLeft(Lab lab) throws Exception {
        assertEquals(new LeftRunning(1, 1, 0), lab.leftRunning(TestInstance.TAG, instance.run()));
        instance.close();
        assertTrue(lab.leftRunning(TestInstance.TAG, instance.run()).isNothing());
        assertTrue(lab.hostsNothing());
    }

    private static int manifestStatus(Lab lab, String repository, String tag) throws Exception {
        URI manifest = lab.registryUri().orElseThrow().resolve("/v2/" + repository + "/manifests/" + tag);
        String credentials = "AWS:" + lab.registryPassword();
        HttpRequest request = HttpRequest.newBuilder(manifest)
                .header("Accept", "application/vnd.docker.distribution.manifest.v2+json")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}
