package io.jenkins.plugins.monai.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.monai.lab.WorkingCopy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Evaluates policies with the evaluator of the emulator, in a process of its own. */
final class PolicyJudge implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PYTHON = WorkingCopy.root().resolve(".venv/aws/bin/python");
    private static final String PROGRAM = "src/test/resources/lab/iam/judge.py";

    private final Process process;
    private final Writer questions;
    private final BufferedReader answers;

    /** @throws IOException the emulator is not installed */
    PolicyJudge(List<JsonNode> policies) throws IOException {
        if (!Files.isExecutable(PYTHON)) {
            throw new IOException("the emulator is not installed: run make setup");
        }
        process = new ProcessBuilder(PYTHON.toString(), PROGRAM)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        questions = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
        send(policies);
    }

    private void send(Object value) throws IOException {
        questions.write(JSON.writeValueAsString(value) + "\n");
        questions.flush();
    }

    synchronized boolean allows(Authorization asked, String account, String region) throws IOException {
        send(Map.of(
                "action", asked.action(),
                "resource", asked.resource(),
                "context", asked.context(),
                "account", account,
                "region", region));
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the evaluator has ended");
        }
        return answer.equals("Allow");
    }

    @Override
    public void close() {
        process.destroy();
    }
}
