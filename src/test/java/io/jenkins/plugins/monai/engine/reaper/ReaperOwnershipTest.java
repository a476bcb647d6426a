package io.jenkins.plugins.monai.engine.reaper;

import static io.jenkins.plugins.monai.engine.reaper.ReaperAccount.ofInference;
import static io.jenkins.plugins.monai.engine.reaper.ReaperAccount.ofRun;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.machine.Tags;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesRequest;
import software.amazon.awssdk.services.ec2.model.VolumeState;
import software.amazon.awssdk.services.lambda.model.GetFunctionRequest;

/** Whose things are left alone. */
class ReaperOwnershipTest extends ReaperRounds {

    private final ReaperAccount account = new ReaperAccount();

    /** The tag's value in the account against ours: a filter of EC2 knows wildcards, and tags differ in case. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "another",
                "",
                "*",
                ReaperAccount.CONTROLLER + " ",
                ReaperAccount.CONTROLLER + "0",
                "0123456789ABCDEF0123456789ABCDEF",
                "0123456789abcdef"
            })
    void whatIsOfAnotherControllerIsNotEvenListed(String controller) throws Exception {
        Map<String, String> tags = ofRun("run", ago(60));
        tags.put(Tags.CONTROLLER, controller);
        everything(tags);
        over("run", 60);
        assertEquals(List.of(), round(true, account).resources());
        assertEquals(0, account.removals());
    }

    private void everything(Map<String, String> tags) {
        account.machine("i-1", ago(100), tags);
        account.keyPair("key-1", "run", ago(3000), tags);
        account.group("sg-1", "run", tags);
        account.volume("vol-1", VolumeState.AVAILABLE, ago(3000), tags);
    }

    @ParameterizedTest
    @CsvSource({
        "monai-deploy:run,",
        "monai-deploy:run,' '",
        "monai-deploy:job,",
        "monai-deploy:job,' '",
        "monai-deploy:controller,",
        "monai-deploy:inference,spleen"
    })
    void whatMatchesInPartAloneIsLeftAlone(String tag, String value) throws Exception {
        Map<String, String> tags = ofRun("run", ago(3000));
        if (value == null) {
            tags.remove(tag);
        } else {
            tags.put(tag, value);
        }
        everything(tags);
        over("run", 60);
        over("", 60);
        over(" ", 60);
        for (Handled one : round(true, account).resources()) {
            assertEquals(Verdict.TAGS_INCOMPLETE, one.resource().verdict());
            assertEquals(RemovalOutcome.KEPT, one.outcome());
        }
        account.machines.clear();
        round(true, account);
        assertEquals(0, account.removals());
    }

    @Test
    void aNameThatIsNotTheRunsIsNoPartOfIt() throws Exception {
        account.keyPair("key-1", "another", ago(3000), ofRun("run", ago(3000)));
        account.group("sg-1", "another", ofRun("run", ago(3000)));
        over("run", 60);
        round(true, account);
        assertEquals(0, account.removals());
    }

    @Test
    void aMachineThatStaysIsListedAndNeverRemoved() throws Exception {
        account.machine("i-1", ago(30000), ofInference("spleen"));
        account.machine("i-2", ago(30000), ofInference("liver"));
        account.functions.add("liver");
        account.volume("vol-1", VolumeState.AVAILABLE, ago(30000), ofInference("spleen"));
        jobs.add("team/infer/3");
        over("", 60);
        RoundReport reports = round(true, account);
        assertEquals(Verdict.STANDING, handled(reports, "i-1").resource().verdict());
        assertEquals(
                Boolean.FALSE,
                handled(reports, "i-1").resource().machine().function().orElseThrow());
        assertEquals(
                Boolean.TRUE,
                handled(reports, "i-2").resource().machine().function().orElseThrow());
        assertEquals(false, handled(reports, "i-1").resource().machine().jobGone());
        assertEquals(Verdict.STANDING, handled(reports, "vol-1").resource().verdict());
        jobs.clear();
        assertEquals(
                true, handled(round(true, account), "i-1").resource().machine().jobGone());
        assertEquals(0, account.removals());
    }

    @ParameterizedTest
    @CsvSource({"AccessDeniedException,0", "TooManyRequestsException,1"})
    void aFunctionThatCannotBeAskedForIsNotTakenForOneThatIsGone(String code, int problems) throws Exception {
        account.machine("i-1", ago(30000), ofInference("spleen"));
        account.refuse(GetFunctionRequest.class, code);
        RoundReport report = round(true, account);
        assertTrue(handled(report, "i-1").resource().machine().function().isEmpty());
        assertEquals(problems, report.places().get(0).problems().size());
    }

    @Test
    void eachListIsOfThisControllerAlone() throws Exception {
        round(true, account);
        List<List<String>> asked = List.of(
                filters(account.aws
                        .requests(DescribeInstancesRequest.class)
                        .get(0)
                        .filters()),
                filters(account.aws
                        .requests(DescribeVolumesRequest.class)
                        .get(0)
                        .filters()),
                filters(account.aws
                        .requests(DescribeSecurityGroupsRequest.class)
                        .get(0)
                        .filters()),
                filters(account.aws
                        .requests(DescribeKeyPairsRequest.class)
                        .get(0)
                        .filters()));
        for (List<String> one : asked) {
            assertEquals(List.of("tag:monai-deploy:controller", ReaperAccount.CONTROLLER), one);
        }
    }

    @Test
    void aControllerWithoutAnIdentityFindsNothing() {
        assertThrows(IllegalArgumentException.class, () -> context(" "));
    }
}
