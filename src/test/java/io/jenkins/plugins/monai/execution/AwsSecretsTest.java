package io.jenkins.plugins.monai.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.monai.engine.operation.SafeLog;
import io.jenkins.plugins.monai.engine.operation.ToldLog;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

class AwsSecretsTest {

    private final List<String> lines = new ArrayList<>();
    private final SafeLog log = SafeLog.of(new ToldLog(lines::add, text -> lines.add("machine: " + text)));
    private final AwsSecrets secrets = new AwsSecrets(log);

    @Test
    void theSecretsOfTheCredentialsDoNotAppear() {
        secrets.hide(AwsSessionCredentials.create("ASIAKEY", "wJalrXUtnFEMI/K7MDENG", "IQoJb3JpZ2luX2VjEXAMPLE=="));
        log.line("key ASIAKEY, secret wJalrXUtnFEMI/K7MDENG.");
        log.machine("export AWS_SESSION_TOKEN=IQoJb3JpZ2luX2VjEXAMPLE== X=wJalrXUtnFEMI/K7MDENG");
        assertEquals(List.of("key ASIAKEY, secret ****.", "machine: export AWS_SESSION_TOKEN=**** X=****"), lines);
    }

    @Test
    void formerSecretsStayHiddenWhenTheSessionWasRenewed() {
        secrets.hide(AwsSessionCredentials.create("a", "first-secret", "first-session-token"));
        secrets.hide(AwsBasicCredentials.create("b", "second-secret"));
        log.line("first-secret first-session-token second-secret");
        assertEquals(List.of("**** **** ****"), lines);
    }

    @Test
    void aSecretThatIsPartOfAnotherLeavesNothingOfIt() {
        secrets.hide(AwsBasicCredentials.create("a", "secret-of-one"));
        secrets.hide(AwsBasicCredentials.create("b", "secret-of-one-and-more"));
        log.line("secret-of-one-and-more");
        assertEquals(List.of("****"), lines);
    }

    @Test
    void aWordThatIsNoSecretOfAwsIsNotMasked() {
        secrets.hide(AwsBasicCredentials.create("test", "test"));
        log.line("the latest test");
        assertEquals(List.of("the latest test"), lines);
    }

    @Test
    void withoutSecretsALineIsAsItWas() {
        log.line("Phase PREFLIGHT (1 s)");
        assertEquals(List.of("Phase PREFLIGHT (1 s)"), lines);
    }
}
