package io.jenkins.plugins.monai.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of a daemon's build cache the laboratory takes what was built on its own images, and nothing else. */
class DockerBuildCacheTest {

    private static final String RECORDS = """
            [{"ID":"leaf","Parent":"step","Description":"[3/3] COPY app"},
             {"ID":"step","Parent":"base","Description":"[2/3] RUN pip install"},
             {"ID":"newer","Parents":["base"],"Description":"mount / from exec"},
             {"ID":"base","Parent":"","Description":"pulled from localhost:5001/monai-lab/python:3"},
             {"ID":"others","Parent":"","Description":"pulled from docker.io/library/debian:12"},
             {"ID":"theirs","Parent":"others","Description":"[2/2] RUN make"},
             {"ID":"neighbour","Parent":"","Description":"pulled from localhost:50011/app:1"}]
            """;

    @Test
    void whatWasBuiltOnTheRegistrysImagesIsTheLaboratorys() throws Exception {
        List<String> own = DockerBuildCache.builtOn("localhost:5001", new ObjectMapper().readTree(RECORDS));

        assertEquals(
                List.of("base", "leaf", "newer", "step"), own.stream().sorted().toList());
    }

    @Test
    void nothingIsTakenOfADaemonThatHasNoneOfIt() throws Exception {
        assertEquals(List.of(), DockerBuildCache.builtOn("localhost:5002", new ObjectMapper().readTree(RECORDS)));
    }
}
