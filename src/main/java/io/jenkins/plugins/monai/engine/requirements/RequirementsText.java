package io.jenkins.plugins.monai.engine.requirements;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a requirements file, decoded and put into logical lines as pip does it (pip 26, req_file.py). */
final class RequirementsText {

    private static final Map<byte[], Charset> MARKS = new LinkedHashMap<>();

    static {
        MARKS.put(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, StandardCharsets.UTF_8);
        MARKS.put(new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 0}, Charset.forName("UTF-32LE"));
        MARKS.put(new byte[] {0, 0, (byte) 0xFE, (byte) 0xFF}, Charset.forName("UTF-32BE"));
        MARKS.put(new byte[] {(byte) 0xFF, (byte) 0xFE}, StandardCharsets.UTF_16LE);
        MARKS.put(new byte[] {(byte) 0xFE, (byte) 0xFF}, StandardCharsets.UTF_16BE);
    }

    private static final Pattern CODING = Pattern.compile("#.*?coding[:=][ \\t]*([-\\w.]+).*", Pattern.DOTALL);

    /** The ends of lines that Python knows (str.splitlines). */
    private static final Pattern LINE_END = Pattern.compile("\\r\\n|[\\n\\r\\x0b\\f\\x1c-\\x1e\\x85\\u2028\\u2029]");

    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s+)#.*$");

    private RequirementsText() {}

    /** @param number of its first physical line, from 1 */
    record Line(int number, String text) {}

    /**
     * @throws CharacterCodingException the bytes are not of the encoding
     * @throws IllegalArgumentException the encoding that the text names is not known
     */
    static String decode(byte[] bytes) throws CharacterCodingException {
        for (Map.Entry<byte[], Charset> mark : MARKS.entrySet()) {
            int length = mark.getKey().length;
            if (bytes.length >= length && java.util.Arrays.equals(bytes, 0, length, mark.getKey(), 0, length)) {
                return decode(bytes, length, mark.getValue());
            }
        }
        String[] first =
                new String(bytes, 0, Math.min(bytes.length, 1000), StandardCharsets.ISO_8859_1).split("\\n", 3);
        for (int i = 0; i < Math.min(2, first.length); i++) {
            Matcher coding = CODING.matcher(first[i]);
            if (coding.matches()) {
                return decode(bytes, 0, charset(coding.group(1)));
            }
        }
        return decode(bytes, 0, StandardCharsets.UTF_8);
    }

    /** Python knows more spellings than Java, which has {@code latin1} and {@code cp1252}. */
    private static Charset charset(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceFirst("^(utf-?8)[-_]sig$", "$1");
        for (String spelling : List.of(plain, plain.replace('_', '-'), plain.replaceAll("[-_]", ""))) {
            try {
                return Charset.forName(spelling);
            } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
                continue;
            }
        }
        throw new IllegalArgumentException(name);
    }

    private static String decode(byte[] bytes, int from, Charset charset) throws CharacterCodingException {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes, from, bytes.length - from))
                .toString();
    }

    /** Continued lines in one, without comments and empty ones. */
    static List<Line> lines(String text) {
        List<Line> lines = new ArrayList<>();
        StringBuilder joined = new StringBuilder();
        int begun = 0;
        String[] physical = LINE_END.split(text, -1);
        for (int i = 0; i < physical.length; i++) {
            String line = physical[i];
            boolean comment = COMMENT.matcher(line).lookingAt();
            begun = joined.length() == 0 ? i + 1 : begun;
            if (line.endsWith("\\") && !comment) {
                joined.append(line.replaceAll("^\\\\+|\\\\+$", ""));
                continue;
            }
            joined.append(comment ? " " + line : line);
            add(lines, begun, joined);
        }
        add(lines, begun, joined);
        return lines;
    }

    private static void add(List<Line> lines, int number, StringBuilder joined) {
        String text = COMMENT.matcher(joined).replaceFirst("").strip();
        joined.setLength(0);
        if (!text.isEmpty()) {
            lines.add(new Line(number, text));
        }
    }
}
