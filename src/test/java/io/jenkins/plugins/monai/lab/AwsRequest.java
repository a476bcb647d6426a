package io.jenkins.plugins.monai.lab;

import com.github.tomakehurst.wiremock.http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A call of an AWS service, as it came over the wire. */
public final class AwsRequest {

    /** How a service spells requests and errors. */
    enum Protocol {
        EC2,
        QUERY,
        JSON,
        REST
    }

    private static final Pattern SCOPE = Pattern.compile("Credential=[^/]+/\\d+/([^/]+)/([^/]+)/aws4_request");

    private final Request request;
    private final String service;
    private final String region;
    private final String action;
    private final Protocol protocol;
    private final TreeMap<String, String> parameters = new TreeMap<>();

    AwsRequest(Request request) {
        this.request = request;
        Matcher scope = SCOPE.matcher(
                Optional.ofNullable(request.getHeader("Authorization")).orElse(""));
        boolean signed = scope.find();
        region = signed ? scope.group(1) : "us-east-1";
        service = signed ? scope.group(2) : "unsigned";
        String target = request.getHeader("X-Amz-Target");
        if (target != null) {
            protocol = Protocol.JSON;
            action = target.substring(target.indexOf('.') + 1);
        } else if (isForm(request)) {
            protocol = service.equals("ec2") ? Protocol.EC2 : Protocol.QUERY;
            readForm(request.getBodyAsString());
            action = parameters.getOrDefault("Action", "");
        } else {
            protocol = Protocol.REST;
            action = request.getMethod() + " " + request.getUrl();
        }
    }

    private static boolean isForm(Request request) {
        String type = request.getHeader("Content-Type");
        return type != null && type.startsWith("application/x-www-form-urlencoded");
    }

    private void readForm(String body) {
        for (String pair : body.split("&")) {
            String[] both = pair.split("=", 2);
            parameters.put(decode(both[0]), both.length == 2 ? decode(both[1]) : "");
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** As IAM writes it: {@code ec2:RunInstances}. For REST services method and path stand for the action. */
    public String iamAction() {
        return service + ":" + action;
    }

    /** The operation's name in the service's API reference; of REST services only where {@link NamedCalls} tells it. */
    public String operation() {
        String named = request.getHeader(NamedCalls.HEADER);
        return named == null ? action : named;
    }

    boolean isOf(String signingName) {
        return service.equals(signingName);
    }

    String service() {
        return service;
    }

    boolean isDryRun() {
        return parameter("DryRun").filter("true"::equals).isPresent();
    }

    /** {@code us-east-1}. */
    public String region() {
        return region;
    }

    /** A parameter of a form: {@code MetadataOptions.HttpTokens}. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** All parameters of a form. */
    public Map<String, String> parameters() {
        return Map.copyOf(parameters);
    }

    /** The members of a list: {@code list("InstanceType")} are {@code InstanceType.1}, {@code InstanceType.2}... */
    public List<String> list(String prefix) {
        List<String> members = new ArrayList<>();
        for (int i = 1; parameters.containsKey(prefix + "." + i); i++) {
            members.add(parameters.get(prefix + "." + i));
        }
        return members;
    }

    /** The body, for services that speak JSON. */
    public String body() {
        return request.getBodyAsString();
    }

    boolean is(String iamAction) {
        return iamAction().equals(iamAction);
    }

    Protocol protocol() {
        return protocol;
    }

    Request raw() {
        return request;
    }
}
