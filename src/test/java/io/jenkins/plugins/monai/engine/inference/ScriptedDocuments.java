package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.machine.StandingIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import software.amazon.awssdk.services.ssm.model.CreateDocumentRequest;
import software.amazon.awssdk.services.ssm.model.CreateDocumentResponse;
import software.amazon.awssdk.services.ssm.model.DeleteDocumentRequest;
import software.amazon.awssdk.services.ssm.model.DeleteDocumentResponse;
import software.amazon.awssdk.services.ssm.model.DescribeDocumentRequest;
import software.amazon.awssdk.services.ssm.model.DescribeDocumentResponse;
import software.amazon.awssdk.services.ssm.model.DocumentDescription;
import software.amazon.awssdk.services.ssm.model.DuplicateDocumentContentException;
import software.amazon.awssdk.services.ssm.model.GetDocumentRequest;
import software.amazon.awssdk.services.ssm.model.GetDocumentResponse;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentException;
import software.amazon.awssdk.services.ssm.model.Tag;
import software.amazon.awssdk.services.ssm.model.UpdateDocumentDefaultVersionRequest;
import software.amazon.awssdk.services.ssm.model.UpdateDocumentDefaultVersionResponse;
import software.amazon.awssdk.services.ssm.model.UpdateDocumentRequest;
import software.amazon.awssdk.services.ssm.model.UpdateDocumentResponse;

/** The documents of a scripted Systems Manager, with their versions. */
public final class ScriptedDocuments {

    private static final class Document {
        private final List<String> versions = new ArrayList<>();
        private List<Tag> tags = List.of();
        private int defaultVersion = 1;
        private String status = "Active";
    }

    private final Map<String, Document> documents = new TreeMap<>();

    public ScriptedDocuments(ScriptedAws aws) {
        aws.on(
                DescribeDocumentRequest.class,
                r -> of(
                        r.name(),
                        d -> DescribeDocumentResponse.builder()
                                .document(describe(d))
                                .build()));
        aws.on(
                GetDocumentRequest.class,
                r -> of(
                        r.name(),
                        d -> GetDocumentResponse.builder()
                                .content(d.versions.get(
                                        (r.documentVersion().equals("$LATEST") ? d.versions.size() : d.defaultVersion)
                                                - 1))
                                .build()));
        aws.on(CreateDocumentRequest.class, r -> {
            Document made = new Document();
            made.versions.add(r.content());
            made.tags = r.tags();
            made.status = "Creating";
            documents.put(r.name(), made);
            return CreateDocumentResponse.builder().build();
        });
        aws.on(
                UpdateDocumentRequest.class,
                r -> of(r.name(), d -> {
                    if (d.versions.contains(r.content())) {
                        throw ScriptedAws.error(
                                DuplicateDocumentContentException.builder(),
                                400,
                                "DuplicateDocumentContent",
                                "It is there.");
                    }
                    d.versions.add(r.content());
                    return UpdateDocumentResponse.builder()
                            .documentDescription(x -> x.documentVersion(String.valueOf(d.versions.size())))
                            .build();
                }));
        aws.on(
                UpdateDocumentDefaultVersionRequest.class,
                r -> of(r.name(), d -> {
                    d.defaultVersion = Integer.parseInt(r.documentVersion());
                    return UpdateDocumentDefaultVersionResponse.builder().build();
                }));
        aws.on(
                DeleteDocumentRequest.class,
                r -> of(r.name(), d -> {
                    documents.remove(r.name());
                    return DeleteDocumentResponse.builder().build();
                }));
    }

    private <T> T of(String name, Function<Document, T> answer) {
        Document found = documents.get(name);
        if (found == null) {
            throw ScriptedAws.error(InvalidDocumentException.builder(), 400, "InvalidDocument", "There is none.");
        }
        return answer.apply(found);
    }

    /** A new one is active when it has been looked at once. */
    private static DocumentDescription describe(Document d) {
        String status = d.status;
        d.status = status.equals("Creating") ? "Active" : status;
        return DocumentDescription.builder()
                .status(status)
                .statusInformation("no reason")
                .defaultVersion(String.valueOf(d.defaultVersion))
                .latestVersion(String.valueOf(d.versions.size()))
                .tags(d.tags)
                .build();
    }

    /** The next version of a document, without its becoming the default. */
    public ScriptedDocuments put(String name, String content, String function) {
        Document d = documents.computeIfAbsent(name, n -> new Document());
        d.versions.add(content);
        d.tags = function.isEmpty()
                ? List.of()
                : List.of(
                        Tag.builder().key(StandingIdentity.TAG).value(function).build());
        return this;
    }

    public void status(String name, String status) {
        documents.get(name).status = status;
    }

    public boolean has(String name) {
        return documents.containsKey(name);
    }

    /** What a command would run by. */
    public String content(String name) {
        Document d = documents.get(name);
        return d.versions.get(d.defaultVersion - 1);
    }
}
