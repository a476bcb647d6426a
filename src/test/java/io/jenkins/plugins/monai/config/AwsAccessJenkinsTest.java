package io.jenkins.plugins.monai.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.hudson.plugins.folder.properties.FolderCredentialsProvider;
import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import hudson.model.Fingerprint;
import hudson.model.FreeStyleProject;
import hudson.model.ItemGroup;
import hudson.model.Run;
import io.jenkins.plugins.monai.engine.aws.AwsClients;
import io.jenkins.plugins.monai.engine.aws.Endpoints;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import software.amazon.awssdk.services.sts.model.StsException;

/** Whose credentials a build works with. The stand-in for AWS refuses every call, but sees who calls. */
@WithJenkins
class AwsAccessJenkinsTest {

    private static final String REGION = "eu-west-1";

    @RegisterExtension
    static final WireMockExtension AWS = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort())
            .build();

    private JenkinsRule jenkins;
    private Folder folder;
    private final List<String> seen = new ArrayList<>();

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        folder = jenkins.createProject(Folder.class, "folder");
        AWS.stubFor(
                WireMock.any(WireMock.anyUrl()).willReturn(WireMock.aResponse().withStatus(403)));
        inJenkins(CredentialsScope.GLOBAL, "shared", "GLOBALKEY");
        inJenkins(CredentialsScope.SYSTEM, "granted", "SYSTEMKEY");
        CredentialsStore store = StreamSupport.stream(
                        CredentialsProvider.lookupStores(folder).spliterator(), false)
                .filter(s -> s.getProvider() instanceof FolderCredentialsProvider && s.getContext() == folder)
                .findFirst()
                .orElseThrow();
        for (String id : List.of("shared", "own")) {
            store.addCredentials(
                    Domain.global(), new AWSCredentialsImpl(CredentialsScope.GLOBAL, id, "FOLDERKEY", "s3cr3t", null));
        }
    }

    private static void inJenkins(CredentialsScope scope, String id, String key) {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new AWSCredentialsImpl(scope, id, key, "s3cr3t", null));
    }

    private Run<?, ?> buildIn(ItemGroup<?> parent) throws Exception {
        FreeStyleProject job = parent == folder
                ? folder.createProject(FreeStyleProject.class, "job")
                : jenkins.createFreeStyleProject("job");
        return jenkins.buildAndAssertSuccess(job);
    }

    private static Endpoints endpoints() {
        return Endpoints.of(Map.of("aws", AWS.baseUrl()));
    }

    private static AwsProfile profile(String credentialsId) {
        AwsProfile profile = new AwsProfile("profile");
        profile.setCredentialsId(credentialsId);
        profile.setEndpoints(List.of(new EndpointOverride("aws", AWS.baseUrl())));
        return profile;
    }

    /** The access key that AWS saw. */
    private String caller(AwsAccess access, Run<?, ?> build) throws OperationException {
        AWS.resetRequests();
        try (AwsClients clients = access.open(build, credentials -> seen.add(credentials.secretAccessKey()))) {
            assertThrows(StsException.class, () -> clients.sts().getCallerIdentity());
        }
        String authorization =
                AWS.findAll(WireMock.postRequestedFor(WireMock.anyUrl())).get(0).getHeader("Authorization");
        return authorization.replaceFirst(".*Credential=([^/]+)/.*", "$1");
    }

    @Test
    void theFoldersCredentialsGoBeforeThoseOfJenkins() throws Exception {
        AwsAccess own = AwsAccess.withCredentials(REGION, "shared", endpoints());
        AwsAccess ofProfile = AwsAccess.ofProfile(REGION, profile("shared"));
        Run<?, ?> inFolder = buildIn(folder);
        Run<?, ?> atTop = buildIn(jenkins.jenkins);
        assertEquals("FOLDERKEY", caller(own, inFolder));
        assertEquals("FOLDERKEY", caller(ofProfile, inFolder));
        assertEquals("GLOBALKEY", caller(own, atTop));
        assertEquals("GLOBALKEY", caller(ofProfile, atTop));
        assertEquals(List.of("s3cr3t"), seen.stream().distinct().toList());
    }

    @Test
    void credentialsOfAFolderAreForItsJobs() throws Exception {
        AwsAccess own = AwsAccess.withCredentials(REGION, "own", endpoints());
        assertEquals("FOLDERKEY", caller(own, buildIn(folder)));
        Run<?, ?> elsewhere = buildIn(jenkins.jenkins);
        OperationException refused = assertThrows(OperationException.class, () -> caller(own, elsewhere));
        assertTrue(refused.getMessage().contains("'own' that this job may use"), refused.getMessage());
    }

    @Test
    void credentialsOfScopeSystemAreForProfilesAlone() throws Exception {
        Run<?, ?> build = buildIn(jenkins.jenkins);
        assertEquals("SYSTEMKEY", caller(AwsAccess.ofProfile(REGION, profile("granted")), build));
        AwsAccess own = AwsAccess.withCredentials(REGION, "granted", endpoints());
        assertThrows(OperationException.class, () -> caller(own, build));
    }

    @Test
    void theUseOfCredentialsIsTracked() throws Exception {
        Run<?, ?> build = buildIn(jenkins.jenkins);
        caller(AwsAccess.withCredentials(REGION, "shared", endpoints()), build);
        Fingerprint fingerprint = CredentialsProvider.getFingerprintOf(
                CredentialsProvider.findCredentialById("shared", AWSCredentialsImpl.class, build));
        assertTrue(fingerprint.getJobs().contains("job"), "no use of the credentials was noted");
    }

    @Test
    void theControllersOwnIdentityIsForProfilesAlone() throws Exception {
        Run<?, ?> build = buildIn(jenkins.jenkins);
        AwsAccess none = AwsAccess.ofProfile(REGION, AwsProfile.none());
        OperationException refused = assertThrows(OperationException.class, () -> caller(none, build));
        assertTrue(refused.getMessage().contains("it names none, and no AWS profile is configured"));
        System.setProperty("aws.accessKeyId", "CONTROLLERKEY");
        System.setProperty("aws.secretAccessKey", "s3cr3t");
        try {
            assertEquals("CONTROLLERKEY", caller(AwsAccess.ofProfile(REGION, profile(null)), build));
        } finally {
            System.clearProperty("aws.accessKeyId");
            System.clearProperty("aws.secretAccessKey");
        }
    }

    @Test
    void theSessionOfARoleTellsTheBuild() throws Exception {
        AwsProfile profile = profile("shared");
        profile.setRoleArn("arn:aws:iam::111122223333:role/jenkins");
        assertEquals("FOLDERKEY", caller(AwsAccess.ofProfile(REGION, profile), buildIn(folder)));
        AWS.verify(WireMock.postRequestedFor(WireMock.anyUrl())
                .withRequestBody(WireMock.containing("RoleSessionName=folder-job-1")));
    }

    @Test
    void theExternalIdIsNotInAPipelinesProgramInClearText() throws Exception {
        AwsProfile profile = profile("shared");
        profile.setRoleArn("arn:aws:iam::111122223333:role/jenkins");
        profile.setExternalId("hospital-7f3a");
        ByteArrayOutputStream program = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(program)) {
            out.writeObject(AwsAccess.ofProfile(REGION, profile));
        }
        assertFalse(program.toString(StandardCharsets.ISO_8859_1).contains("7f3a"));
        AwsAccess again;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(program.toByteArray()))) {
            again = (AwsAccess) in.readObject();
        }
        caller(again, buildIn(folder));
        AWS.verify(WireMock.postRequestedFor(WireMock.anyUrl())
                .withRequestBody(WireMock.containing("ExternalId=hospital-7f3a")));
    }
}
