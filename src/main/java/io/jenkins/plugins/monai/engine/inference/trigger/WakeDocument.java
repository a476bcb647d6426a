package io.jenkins.plugins.monai.engine.inference.trigger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.AwsErrors;
import io.jenkins.plugins.monai.engine.inference.Names;
import io.jenkins.plugins.monai.engine.machine.StandingIdentity;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.text.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ssm.model.DocumentDescription;
import software.amazon.awssdk.services.ssm.model.DocumentFormat;
import software.amazon.awssdk.services.ssm.model.DocumentStatus;
import software.amazon.awssdk.services.ssm.model.DocumentType;
import software.amazon.awssdk.services.ssm.model.DuplicateDocumentContentException;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentException;
import software.amazon.awssdk.services.ssm.model.Tag;

/**
 * The document of Systems Manager that says what the function may have the machine do: one constant command, without a
 * parameter. {@code AWS-RunShellScript} would let whoever takes over the function run anything there as root.
 *
 * @see <a href="https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html">Schema
 *     2.2 of command documents</a>
 */
final class WakeDocument {

    static final String COMMAND = "monai-runner wake";

    /** The command pokes the runner: it is over at once or something is wrong. */
    private static final int TIMEOUT_SECONDS = 60;

    private static final String DEFAULT_VERSION = "$DEFAULT";
    private static final String LATEST_VERSION = "$LATEST";

    private final AwsClients aws;
    private final String functionName;
    private final String name;

    WakeDocument(AwsClients aws, String functionName) {
        this.aws = aws;
        this.functionName = functionName;
        this.name = Names.wakeDocument(functionName);
    }

    static String content() {
        ObjectNode content = Json.MAPPER.createObjectNode();
        content.put("schemaVersion", "2.2");
        content.put("description", "monai-deploy: has the runner look into the job ledger");
        ObjectNode step = content.putArray("mainSteps").addObject();
        step.put("action", "aws:runShellScript");
        step.put("name", "wake");
        ObjectNode inputs = step.putObject("inputs");
        inputs.put("timeoutSeconds", String.valueOf(TIMEOUT_SECONDS));
        inputs.putArray("runCommand").add(COMMAND);
        return new String(Json.bytes(content), StandardCharsets.UTF_8);
    }

    /**
     * Nothing is ever changed on a document that something else has made.
     *
     * @throws OperationException there is such a document
     */
    void checkOwner() throws OperationException, InterruptedException {
        Optional<DocumentDescription> found = find();
        if (found.isPresent() && !isOurs(found.get())) {
            throw new OperationException(
                    "There is an SSM document '" + name + "' that this plugin has not made: it lacks the tag "
                            + StandingIdentity.TAG,
                    "Choose another functionName, or delete that document if it is out of use");
        }
    }

    /**
     * Makes the document, or what differs of it, one thing at a time and each when Systems Manager is done with the one
     * before.
     *
     * @param changed hears what was changed, for people
     * @return whether commands can be sent by it
     * @throws OperationException Systems Manager cannot use the document
     */
    boolean ensure(Map<String, String> tags, Consumer<String> changed) throws OperationException, InterruptedException {
        Optional<DocumentDescription> found = find();
        if (found.isEmpty()) {
            create(tags);
            changed.accept("document " + name + " created");
            return false;
        }
        if (!isActive(found.get())) {
            return false;
        }
        if (hasContent(DEFAULT_VERSION)) {
            return true;
        }
        changed.accept("document " + name + ": " + replace(found.get()));
        return false;
    }

    private boolean isActive(DocumentDescription document) throws OperationException {
        if (document.status() == DocumentStatus.FAILED) {
            throw new OperationException(
                    "The SSM document '" + name + "' is not usable: " + document.statusInformation(),
                    "Delete the document, and run again");
        }
        return document.status() == DocumentStatus.ACTIVE;
    }

    private String replace(DocumentDescription document) throws OperationException, InterruptedException {
        // Whoever was cut short between the two calls has left the right version behind.
        Optional<String> version = hasContent(LATEST_VERSION) ? Optional.of(document.latestVersion()) : update();
        if (version.isEmpty()) {
            delete();
            return "deleted, to be made anew";
        }
        AwsErrors.call(
                AwsCall.UPDATE_DOCUMENT_DEFAULT_VERSION,
                () -> aws.ssm().updateDocumentDefaultVersion(r -> r.name(name).documentVersion(version.get())));
        return "version " + version.get();
    }

    /** @return whether there was one of ours */
    boolean remove() throws OperationException, InterruptedException {
        Optional<DocumentDescription> found = find();
        if (found.isEmpty() || !isOurs(found.get())) {
            return false;
        }
        delete();
        return true;
    }

    private Optional<DocumentDescription> find() throws OperationException, InterruptedException {
        return AwsErrors.call(AwsCall.DESCRIBE_DOCUMENT, () -> {
            try {
                return Optional.of(aws.ssm().describeDocument(r -> r.name(name)).document());
            } catch (InvalidDocumentException e) {
                return Optional.<DocumentDescription>empty();
            }
        });
    }

    private boolean isOurs(DocumentDescription document) {
        return document.tags().stream()
                .anyMatch(t -> t.key().equals(StandingIdentity.TAG) && t.value().equals(functionName));
    }

    private void create(Map<String, String> tags) throws OperationException, InterruptedException {
        List<Tag> all = tags.entrySet().stream()
                .map(t -> Tag.builder().key(t.getKey()).value(t.getValue()).build())
                .toList();
        AwsErrors.call(
                AwsCall.CREATE_DOCUMENT,
                () -> aws.ssm()
                        .createDocument(r -> r.name(name)
                                .content(content())
                                .documentType(DocumentType.COMMAND)
                                .documentFormat(DocumentFormat.JSON)
                                .targetType("/AWS::EC2::Instance")
                                .tags(all)));
    }

    private boolean hasContent(String version) throws OperationException, InterruptedException {
        String current = AwsErrors.call(
                AwsCall.GET_DOCUMENT,
                () -> aws.ssm()
                        .getDocument(r -> r.name(name).documentVersion(version).documentFormat(DocumentFormat.JSON))
                        .content());
        try {
            JsonNode wanted = Json.MAPPER.readTree(content());
            return wanted.equals(Json.MAPPER.readTree(current));
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** @return the new version; empty where Systems Manager has the content as an older version and takes it no more */
    private Optional<String> update() throws OperationException, InterruptedException {
        return AwsErrors.call(AwsCall.UPDATE_DOCUMENT, () -> {
            try {
                return Optional.of(aws.ssm()
                        .updateDocument(r -> r.name(name)
                                .content(content())
                                .documentFormat(DocumentFormat.JSON)
                                .documentVersion(LATEST_VERSION))
                        .documentDescription()
                        .documentVersion());
            } catch (DuplicateDocumentContentException e) {
                return Optional.<String>empty();
            }
        });
    }

    private void delete() throws OperationException, InterruptedException {
        AwsErrors.call(AwsCall.DELETE_DOCUMENT, () -> {
            try {
                return aws.ssm().deleteDocument(r -> r.name(name));
            } catch (InvalidDocumentException e) {
                return null;
            }
        });
    }
}
