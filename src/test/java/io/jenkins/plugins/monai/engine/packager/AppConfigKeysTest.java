package io.jenkins.plugins.monai.engine.packager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Spellings in app.yaml that mean nothing are told, with the right one. */
class AppConfigKeysTest {

    private static List<String> notes(String more) throws Exception {
        return AppConfigReader.parse("application:\n  title: t\n  version: 1\n" + more, "app.yaml")
                .notes();
    }

    @ParameterizedTest
    @CsvSource({
        "gpu-memory, gpuMemory",
        "gpu_memory, gpuMemory",
        "GPUMemory, gpuMemory",
        "gpumemory, gpuMemory",
        "gpuMemroy, gpuMemory",
        "vram, gpuMemory",
        "shared-memory, sharedMemory",
        "shared_memory, sharedMemory",
        "sharedmemory, sharedMemory",
        "shm-size, sharedMemory",
        "Memory, memory",
        "memroy, memory",
        "mem, memory",
        "ram, memory",
        "CPU, cpu",
        "cpus, cpu",
        "gpus, gpu",
        "cpu-limit, cpuLimit",
        "memory_limit, memoryLimit",
        "gpu-memory-limit, gpuMemoryLimit",
        "fragment, fragments"
    })
    void ofResources(String written, String meant) throws Exception {
        assertEquals(
                List.of("'resources." + written + "' means nothing and is not used: write 'resources." + meant + "'"),
                notes("resources: {" + written + ": 1}\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "inputFormat, input-formats",
        "input_formats, input-formats",
        "input-format, input-formats",
        "outputFormat, output-formats",
        "OutputFormats, output-formats",
        "pip_packages, pip-packages",
        "pipPackages, pip-packages",
        "pip-package, pip-packages",
        "requirements, pip-packages",
        "Title, title",
        "versions, version"
    })
    void ofTheApplication(String written, String meant) throws Exception {
        assertEquals(
                List.of("'application." + written + "' means nothing and is not used: write 'application." + meant
                        + "'"),
                notes("  " + written + ": x\n"));
    }

    @Test
    void ofFragmentsAndOfOtherPlaces() throws Exception {
        assertTrue(notes("resources: {fragments: {one: {gpu-memory: 1Gi}}}\n")
                .get(0)
                .endsWith("write 'resources.fragments.one.gpuMemory'"));
        assertTrue(notes("  gpuMemory: 1Gi\n").get(0).endsWith("write 'resources.gpuMemory'"));
        assertTrue(notes("resources: {pip-packages: x}\n").get(0).endsWith("write 'application.pip-packages'"));
        assertTrue(notes("resource: {cpu: 1}\n").get(0).endsWith("write 'resources'"));
        assertTrue(notes("gpuMemory: 1Gi\n").get(0).endsWith("write 'resources.gpuMemory'"));
        assertTrue(notes("resources: {disk: 1Gi}\n").get(0).contains("it reads cpu, cpuLimit"));
    }

    /** Application files of the App SDK's and of Holoscan's examples, and what applications put beside. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "  inputFormats: [\"file\"]\n  outputFormats: [\"file\"]\nresources:\n  cpu: 1\n  gpu: 1\n  memory: 1Gi\n"
                        + "  gpuMemory: 6Gi\n",
                "  input-formats: []\n  output-formats: [screen]\n  pip-packages: [numpy]\nresources:\n  sharedMemory: 1Gi\n",
                "  name: x\n  description: what it does\n  author: me\n",
                "extensions: [libgxf_std.so]\norgan: spleen\nmemory: 5\ninference: {gpu-memory: 5}\nreplayer: {title: x}\n"
            })
    void whatIsReadOrTheApplicationsOwnIsNotRemarked(String yaml) throws Exception {
        assertEquals(List.of(), notes(yaml));
    }

    @Test
    void manyAreCounted() throws Exception {
        StringBuilder yaml = new StringBuilder("resources:\n");
        for (int i = 0; i < 50; i++) {
            yaml.append("  own").append(i).append(": 1\n");
        }
        List<String> notes = notes(yaml.toString());
        assertEquals(21, notes.size());
        assertEquals("... and 30 more keys that mean nothing", notes.get(20));
    }
}
