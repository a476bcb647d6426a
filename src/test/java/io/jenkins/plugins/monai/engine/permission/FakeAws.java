package io.jenkins.plugins.monai.engine.permission;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.Endpoints;
import io.jenkins.plugins.monai.engine.aws.SdkAwsClients;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** STS and IAM over HTTP, as a test has them answer; each other service denies everything. */
final class FakeAws implements AutoCloseable {

    /** How IAM decides about one action on one resource: {@code allowed}, {@code implicitDeny}, {@code explicitDeny}. */
    interface Decision {
        String of(String action, String resource, Map<String, String> context);
    }

    private final HttpServer server;
    private final List<Map<String, String>> simulations = new CopyOnWriteArrayList<>();
    private final AwsClients clients;
    private String caller = "arn:aws:iam::111122223333:user/ci/jenkins";
    private String rolePath = "/";
    private Decision decision = (action, resource, context) -> "allowed";
    private String missingContext = "";
    private int simulationStatus = 200;

    FakeAws() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::answer);
        server.start();
        clients = new SdkAwsClients(
                "eu-west-1",
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
                Endpoints.of(Map.of(
                        Endpoints.ALL, "http://127.0.0.1:" + server.getAddress().getPort())),
                null,
                List.of());
    }

    AwsClients clients() {
        return clients;
    }

    FakeAws caller(String arn) {
        caller = arn;
        return this;
    }

    FakeAws rolePath(String path) {
        rolePath = path;
        return this;
    }

    FakeAws decide(Decision value) {
        decision = value;
        return this;
    }

    FakeAws missingContext(String key) {
        missingContext = key;
        return this;
    }

    FakeAws refuseSimulation(int status) {
        simulationStatus = status;
        return this;
    }

    /** The forms of the simulations so far. */
    List<Map<String, String>> simulations() {
        return List.copyOf(simulations);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> form = form(body);
        switch (form.getOrDefault("Action", "")) {
            case "GetCallerIdentity" ->
                send(
                        exchange,
                        200,
                        "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>" + caller
                                + "</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>");
            case "GetRole" ->
                send(
                        exchange,
                        200,
                        "<GetRoleResponse><GetRoleResult><Role><Arn>arn:aws:iam::111122223333:role" + rolePath
                                + form.get("RoleName") + "</Arn></Role></GetRoleResult></GetRoleResponse>");
            case "SimulatePrincipalPolicy" -> simulate(exchange, form);
            default -> deny(exchange, 403);
        }
    }

    private void simulate(HttpExchange exchange, Map<String, String> form) throws IOException {
        simulations.add(form);
        if (simulationStatus != 200) {
            deny(exchange, simulationStatus);
            return;
        }
        Map<String, String> context = new TreeMap<>();
        for (int i = 1; form.containsKey("ContextEntries.member." + i + ".ContextKeyName"); i++) {
            String entry = "ContextEntries.member." + i + ".";
            context.put(form.get(entry + "ContextKeyName"), form.get(entry + "ContextKeyValues.member.1"));
        }
        StringBuilder results = new StringBuilder();
        for (String action : members(form, "ActionNames")) {
            for (String resource : members(form, "ResourceArns")) {
                String outcome = decision.of(action, resource, context);
                String missing = outcome.equals("allowed") || missingContext.isEmpty()
                        ? ""
                        : "<MissingContextValues><member>" + missingContext + "</member></MissingContextValues>";
                results.append("<member><EvalActionName>" + action + "</EvalActionName><EvalResourceName>" + resource
                        + "</EvalResourceName><EvalDecision>" + outcome + "</EvalDecision>" + missing + "</member>");
            }
        }
        send(
                exchange,
                200,
                "<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated>"
                        + "<EvaluationResults>" + results
                        + "</EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>");
    }

    static List<String> members(Map<String, String> form, String list) {
        List<String> members = new ArrayList<>();
        for (int i = 1; form.containsKey(list + ".member." + i); i++) {
            members.add(form.get(list + ".member." + i));
        }
        return members;
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new TreeMap<>();
        for (String pair : body.split("&")) {
            String[] both = pair.split("=", 2);
            if (both.length == 2) {
                form.put(decode(both[0]), decode(both[1]));
            }
        }
        return form;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** In the words of all protocols at once. */
    private static void deny(HttpExchange exchange, int status) throws IOException {
        String code = status == 403 ? "AccessDenied" : "InternalFailure";
        exchange.getResponseHeaders().add("x-amzn-ErrorType", code);
        boolean json = exchange.getRequestHeaders().containsKey("X-Amz-Target")
                || exchange.getRequestURI().getPath().startsWith("/20");
        String error = "<Error><Code>" + code + "</Code><Message>No.</Message></Error>";
        boolean ec2 = "2016-11-15".equals(exchange.getRequestHeaders().getFirst("X-Api-Version"));
        String xml = ec2 ? "<Response><Errors>" + error + "</Errors></Response>" : "<E>" + error + "</E>";
        send(exchange, status, json ? "{\"__type\":\"" + code + "\",\"message\":\"No.\"}" : xml);
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        byte[] body = head ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        clients.close();
        server.stop(0);
    }
}
