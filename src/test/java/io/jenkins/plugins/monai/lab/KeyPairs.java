package io.jenkins.plugins.monai.lab;

import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Imported key pairs with their public keys, tags and filters, all of which ministack drops. */
final class KeyPairs implements FrontPart {

    private static final String NOT_FOUND = "InvalidKeyPair.NotFound";

    private record KeyPair(
            String id, String region, String name, String publicKey, String fingerprint, Map<String, String> tags) {}

    private final Map<String, KeyPair> pairs = new ConcurrentHashMap<>();

    /** The public key, as a line of an authorized_keys file. */
    Optional<String> publicKey(String region, String name) {
        return find(region, name).map(KeyPair::publicKey);
    }

    int count(String tag, String value) {
        return (int) pairs.values().stream()
                .filter(pair -> value.equals(pair.tags().get(tag)))
                .count();
    }

    private Optional<KeyPair> find(String region, String name) {
        return all(region).stream().filter(pair -> pair.name().equals(name)).findFirst();
    }

    private Collection<KeyPair> all(String region) {
        return pairs.values().stream()
                .filter(pair -> pair.region().equals(region))
                .toList();
    }

    @Override
    public Optional<ResponseDefinition> answer(AwsRequest request) {
        return switch (request.iamAction()) {
            case "ec2:ImportKeyPair" -> Optional.of(importPair(request));
            case "ec2:DescribeKeyPairs" -> Optional.of(describe(request));
            case "ec2:DeleteKeyPair" -> Optional.of(delete(request));
            default -> Optional.empty();
        };
    }

    private synchronized ResponseDefinition importPair(AwsRequest request) {
        String name = request.parameter("KeyName").orElse("");
        if (find(request.region(), name).isPresent()) {
            return AwsReply.error(request, "InvalidKeyPair.Duplicate", "The keypair '" + name + "' already exists.");
        }
        byte[] material = Base64.getDecoder()
                .decode(request.parameter("PublicKeyMaterial").orElse(""));
        String publicKey = new String(material, StandardCharsets.UTF_8).strip();
        if (!publicKey.matches("ssh-(rsa|ed25519) [A-Za-z0-9+/]+=*( .*)?")) {
            return AwsReply.error(request, "InvalidKey.Format", "Key is not in valid OpenSSH public key format");
        }
        String id = "key-" + UUID.randomUUID().toString().replace("-", "").substring(0, 17);
        KeyPair pair = new KeyPair(
                id, request.region(), name, publicKey, fingerprint(publicKey), Tags.of(request, "key-pair"));
        pairs.put(id, pair);
        return AwsReply.ec2("ImportKeyPair", xml(pair));
    }

    private static String fingerprint(String publicKey) {
        byte[] blob = Base64.getDecoder().decode(publicKey.split(" ")[1]);
        return Base64.getEncoder().encodeToString(LabImage.sha256().digest(blob));
    }

    private ResponseDefinition describe(AwsRequest request) {
        List<String> names = request.list("KeyName");
        for (String name : names) {
            if (find(request.region(), name).isEmpty()) {
                return AwsReply.error(request, NOT_FOUND, "The key pair '" + name + "' does not exist");
            }
        }
        List<String> ids = request.list("KeyPairId");
        for (String id : ids) {
            if (!pairs.containsKey(id)) {
                return AwsReply.error(
                        request, "InvalidKeyPairId.NotFound", "The key pair ID '" + id + "' does not exist");
            }
        }
        StringBuilder items = new StringBuilder();
        for (KeyPair pair : all(request.region())) {
            if ((names.isEmpty() || names.contains(pair.name()))
                    && (ids.isEmpty() || ids.contains(pair.id()))
                    && Tags.match(request, Map.of("key-name", pair.name()), pair.tags())) {
                items.append("<item>").append(xml(pair)).append("</item>");
            }
        }
        return AwsReply.ec2("DescribeKeyPairs", "<keySet>" + items + "</keySet>");
    }

    private ResponseDefinition delete(AwsRequest request) {
        request.parameter("KeyPairId").ifPresent(pairs::remove);
        request.parameter("KeyName")
                .flatMap(name -> find(request.region(), name))
                .ifPresent(pair -> pairs.remove(pair.id()));
        return AwsReply.ec2("DeleteKeyPair", "<return>true</return>");
    }

    private static String xml(KeyPair pair) {
        return "<keyName>" + AwsReply.escape(pair.name()) + "</keyName><keyFingerprint>" + pair.fingerprint()
                + "</keyFingerprint><keyPairId>" + pair.id() + "</keyPairId><tagSet>" + Tags.xml(pair.tags())
                + "</tagSet>";
    }
}
