package io.jenkins.plugins.monai.engine.text;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The one place where secrets are masked. They are held in memory alone, for as long as the run. A secret is found as it
 * is, in Base64 wherever it begins in the encoded text (as in an {@code Authorization} header), escaped for a URL or for
 * JSON, and in pieces of 16 characters and more, as where a line was wrapped or cut. Safe for use by several threads.
 */
public final class Secrets {

    private static final String MASK = "****";

    /** AWS's have 40 characters and more. What is shorter is an emulator's word, which would be masked everywhere. */
    private static final int SHORTEST = 12;

    /** Characters of a piece of a secret that are taken for the secret. */
    private static final int PIECE = 16;

    /** Where text was cut, fewer characters than a piece are left of a secret: so many are masked still. */
    private static final int SHORTEST_AT_A_CUT = 4;

    private final Set<String> known = new HashSet<>();
    private volatile Pieces pieces = new Pieces(Map.of(), Set.of(), Set.of());

    /** Substrings by their length; beginnings and ends shorter than that. */
    private record Pieces(Map<Integer, Set<String>> middles, Set<String> beginnings, Set<String> ends) {}

    /** From now on this text does not appear, and what was hidden before still does not; null is nothing to hide. */
    public synchronized void hide(String secret) {
        if (secret == null || secret.length() < SHORTEST || !known.add(secret)) {
            return;
        }
        Map<Integer, Set<String>> middles = new HashMap<>();
        pieces.middles().forEach((length, texts) -> middles.put(length, new HashSet<>(texts)));
        Set<String> beginnings = new HashSet<>(pieces.beginnings());
        Set<String> ends = new HashSet<>(pieces.ends());
        for (String form : forms(secret)) {
            int length = Math.min(PIECE, form.length());
            for (int at = 0; at + length <= form.length(); at++) {
                middles.computeIfAbsent(length, l -> new HashSet<>()).add(form.substring(at, at + length));
            }
            for (int shorter = SHORTEST_AT_A_CUT; shorter < length; shorter++) {
                beginnings.add(form.substring(0, shorter));
                ends.add(form.substring(form.length() - shorter));
            }
        }
        pieces = new Pieces(middles, beginnings, ends);
    }

    private static Set<String> forms(String secret) {
        Set<String> forms = new HashSet<>();
        forms.add(secret);
        forms.add(secret.replace("/", "\\/"));
        String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        forms.add(url);
        forms.add(url.replace("%2B", "%2b").replace("%2F", "%2f").replace("%3D", "%3d"));
        for (int before = 0; before < 3; before++) {
            String base64 = base64(secret, before);
            if (base64.length() >= SHORTEST) {
                forms.add(base64);
                forms.add(base64.replace('+', '-').replace('/', '_'));
            }
        }
        return forms;
    }

    /** Those characters of the Base64 text that the secret alone decides, with so many bytes in front of it. */
    private static String base64(String secret, int before) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        int from = before == 0 ? 0 : before + 1;
        int to = shifted.length * 8 / 6;
        return from < to ? text.substring(from, to) : "";
    }

    /** The text without the secrets, else as it was. */
    public String mask(String text) {
        Pieces now = pieces;
        if (text == null || now.middles().isEmpty()) {
            return text;
        }
        boolean[] masked = new boolean[text.length()];
        now.middles().forEach((length, texts) -> {
            for (int at = 0; at + length <= text.length(); at++) {
                if (texts.contains(text.substring(at, at + length))) {
                    Arrays.fill(masked, at, at + length, true);
                }
            }
        });
        maskAtCuts(text, now, masked);
        return withMasks(text, masked);
    }

    /** What is left of a secret before and after the dots that stand for text left out, and at the text's end. */
    private static void maskAtCuts(String text, Pieces now, boolean[] masked) {
        beforeCut(text, text.length(), now, masked);
        int cut = text.indexOf(ForeignText.CUT);
        while (cut >= 0) {
            beforeCut(text, cut, now, masked);
            int after = cut + ForeignText.CUT.length();
            for (int length = PIECE - 1; length >= SHORTEST_AT_A_CUT; length--) {
                if (after + length <= text.length() && now.ends().contains(text.substring(after, after + length))) {
                    Arrays.fill(masked, after, after + length, true);
                    break;
                }
            }
            cut = text.indexOf(ForeignText.CUT, after);
        }
    }

    private static void beforeCut(String text, int end, Pieces now, boolean[] masked) {
        for (int length = PIECE - 1; length >= SHORTEST_AT_A_CUT; length--) {
            if (end >= length && now.beginnings().contains(text.substring(end - length, end))) {
                Arrays.fill(masked, end - length, end, true);
                return;
            }
        }
    }

    private static String withMasks(String text, boolean[] masked) {
        StringBuilder result = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            if (!masked[at]) {
                result.append(text.charAt(at));
            } else if (at == 0 || !masked[at - 1]) {
                result.append(MASK);
            }
        }
        return result.toString();
    }

    /** Tells how many are hidden, and none of them. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d secrets", known.size());
    }
}
