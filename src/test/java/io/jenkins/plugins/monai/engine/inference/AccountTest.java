package io.jenkins.plugins.monai.engine.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountTest {

    @ParameterizedTest
    @CsvSource({
        "arn:aws:iam::111122223333:user/u,eu-west-1,aws",
        "arn:aws-cn:sts::111122223333:assumed-role/r/s,cn-north-1,aws-cn",
        "arn:aws-us-gov:iam::111122223333:root,us-gov-west-1,aws-us-gov",
        "arn:aws-iso-b:sts::111122223333:federated-user/u,us-isob-east-1,aws-iso-b",
    })
    void arnsLieInTheCallersPartition(String caller, String region, String partition) throws OperationException {
        Account account = Account.of(caller, region);
        assertEquals("arn:" + partition + ":s3:::b", account.bucketArn("b"));
        assertEquals("arn:" + partition + ":lambda:" + region + ":111122223333:function:f", account.functionArn("f"));
        assertEquals("arn:" + partition + ":events:" + region + ":111122223333:rule/r", account.ruleArn("r"));
        assertEquals("arn:" + partition + ":iam::111122223333:role/n", account.roleArn("n"));
        assertEquals("arn:aws:iam::444455556666:role/p/n", account.roleArn("arn:aws:iam::444455556666:role/p/n"));
    }

    @Test
    void whatIsNoCallersArnIsRefused() {
        assertThrows(OperationException.class, () -> Account.of("root", "eu-west-1"));
    }
}
