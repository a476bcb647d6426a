package io.jenkins.plugins.monai.engine.aws.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks a signature as AWS does.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create a
 *     signed AWS API request</a>
 */
final class SignatureVersion4 {

    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/([^/]+)/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})");

    private SignatureVersion4() {}

    static void check(LoggedRequest request, String keyId, String secret, String region, String service)
            throws GeneralSecurityException {
        Matcher parts = AUTHORIZATION.matcher(request.getHeader("Authorization"));
        assertTrue(parts.matches(), request.getHeader("Authorization"));
        assertEquals(List.of(keyId, region, service), List.of(parts.group(1), parts.group(3), parts.group(4)));
        StringBuilder canonical = new StringBuilder("POST\n" + request.getUrl() + "\n\n");
        for (String header : parts.group(5).split(";")) {
            canonical.append(header + ":" + request.getHeader(header).trim() + "\n");
        }
        canonical.append("\n" + parts.group(5) + "\n" + hash(request.getBody()));
        String scope = parts.group(2) + "/" + region + "/" + service + "/aws4_request";
        String toSign = "AWS4-HMAC-SHA256\n" + request.getHeader("X-Amz-Date") + "\n" + scope + "\n"
                + hash(canonical.toString().getBytes(StandardCharsets.UTF_8));
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : List.of(parts.group(2), region, service, "aws4_request", toSign)) {
            key = hmac(key, part);
        }
        assertEquals(HexFormat.of().formatHex(key), parts.group(6));
    }

    private static String hash(byte[] content) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
