package io.jenkins.plugins.monai.lab;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.monai.engine.machine.RunIdentity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The laboratory for another process, such as a Jenkins controller: prints one line of JSON with all that a step needs,
 * then answers each line {@code left RUN_ID} with what of that run still exists, and closes at the end of its input or
 * when it is terminated.
 */
public final class LabServer {

    private static final ObjectMapper JSON = new ObjectMapper();

    private LabServer() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        try (Lab lab = Lab.start();
                Site site = Site.open(lab)) {
            System.out.println(JSON.writeValueAsString(description(lab, site)));
            BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = questions.readLine(); line != null; line = questions.readLine()) {
                System.out.println(JSON.writeValueAsString(answer(lab, line.trim())));
            }
        }
        System.exit(0);
    }

    private static Map<String, Object> description(Lab lab, Site site) throws IOException, InterruptedException {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("region", lab.region());
        description.put("endpoints", site.endpoints().toMap());
        description.put("bucket", Site.BUCKET);
        description.put("instanceProfile", Site.INSTANCE_PROFILE);
        description.put("functionRole", Site.FUNCTION_ROLE);
        description.put("healthImagingDatastore", HealthImaging.DATASTORE);
        description.put("healthImagingRole", Site.HEALTH_IMAGING_ROLE);
        description.put("accessKeyId", lab.accessKeyId());
        description.put("secretAccessKey", lab.secretAccessKey());
        description.put("sshUser", lab.sshUser());
        description.put("baseImage", lab.registryUri().isPresent() ? lab.baseImage() : null);
        description.put("repository", ExampleRepository.make(WorkingCopy.root().resolve("target/jenkins/repository")));
        description.put("containers", lab.containers());
        description.put("whyNoContainers", lab.whyNoContainers().orElse(null));
        return description;
    }

    private static Object answer(Lab lab, String question) {
        String[] words = question.split(" ");
        if (words.length == 2 && words[0].equals("left")) {
            return lab.leftRunning(RunIdentity.RUN_TAG, words[1]);
        }
        return Map.of("error", "not a question: " + question);
    }
}
