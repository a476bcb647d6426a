package io.jenkins.plugins.monai.engine.inference.configure;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.monai.engine.text.ForeignText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Why a study was not inferred, as the runner wrote it beside the study: {@code failed/.../NAME.reason.json} (see
 * {@code lambda/README.md}).
 *
 * @param message the code and what happened, with the application's last words; at most 1,000 characters and three dots
 * @param remedy what to do, a sentence without its full stop
 * @param lastLines the last lines that the application printed, at most 40
 */
record FailureReason(String message, String remedy, List<String> lastLines) {

    private static final String REMEDY =
            "See whether the study is one the MAP is for; the runner's log on the machine tells more";

    private static final int MAX_MESSAGE = 1000;
    private static final int MAX_LAST_WORDS = 600;
    /** Characters at the end of the last line by which it is told whether the message has it. */
    private static final int RECOGNISED = 40;

    private static final int MAX_LINES = 40;
    private static final int MAX_LINE = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    static FailureReason parse(byte[] content) {
        JsonNode reason = read(content);
        if (reason == null || !reason.isObject()) {
            String text = new String(content, StandardCharsets.UTF_8).strip();
            return new FailureReason(ForeignText.line(text, MAX_MESSAGE), REMEDY, List.of());
        }
        List<String> lines = lastLines(reason.path("log").asText(""));
        String remedy =
                ForeignText.line(reason.path("remedy").asText(""), MAX_MESSAGE).replaceAll("\\.+\\s*$", "");
        return new FailureReason(message(reason, lines), remedy.isBlank() ? REMEDY : sentence(remedy), lines);
    }

    private static JsonNode read(byte[] content) {
        try {
            return JSON.readTree(content);
        } catch (JacksonException e) {
            return null;
        } catch (IOException e) {
            throw new IllegalStateException("Bytes in memory can be read", e);
        }
    }

    /** A runner of this version quotes the application's last words itself; for others they are added here. */
    private static String message(JsonNode reason, List<String> lines) {
        String code = reason.path("code").asText("");
        String told = ForeignText.clean(reason.path("message").asText(""));
        String all = code.isEmpty() ? told : code + ": " + told;
        String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1).strip();
        boolean quoted = all.contains(last.substring(Math.max(0, last.length() - RECOGNISED)));
        return ForeignText.line(
                quoted
                        ? all
                        : all + " (it said last: " + ForeignText.end(String.join(" ", lines), MAX_LAST_WORDS) + ")",
                MAX_MESSAGE);
    }

    private static List<String> lastLines(String log) {
        List<String> lines = log.lines()
                .filter(line -> !line.isBlank())
                .map(line -> ForeignText.line(line, MAX_LINE))
                .toList();
        return lines.subList(Math.max(0, lines.size() - MAX_LINES), lines.size());
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
