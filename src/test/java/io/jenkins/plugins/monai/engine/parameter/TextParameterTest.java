package io.jenkins.plugins.monai.engine.parameter;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextParameterTest {

    @ParameterizedTest
    @CsvSource({
        "REGION, eu-west-1",
        "REGION, us-gov-west-1",
        "REGION, us-isob-east-1",
        "REGION, eusc-de-east-1",
        "ROLE_ARN, arn:aws:iam::111122223333:role/jenkins",
        "ROLE_ARN, arn:aws-us-gov:iam::111122223333:role/teams/imaging/jenkins",
        "EXTERNAL_ID, hospital-42:jenkins/1",
        "AMI, ami-0123456789abcdef0",
        "AMI, resolve:ssm:/monai/ami",
        "SSH_CIDR, 203.0.113.7/32",
        "SSH_CIDR, 2001:db8::1/128",
        "INSTANCE_PROFILE, monai-machine",
        "INSTANCE_PROFILE, arn:aws-cn:iam::111122223333:instance-profile/path/machine",
        "HEALTH_IMAGING_DATASTORE, 0123456789abcdef0123456789abcdef",
        "FAILURE_DESTINATION, arn:aws:sqs:eu-west-1:111122223333:dead",
    })
    void aRightValuePasses(TextParameter parameter, String value) {
        assertDoesNotThrow(() -> parameter.check(value));
    }

    @ParameterizedTest
    @CsvSource({
        "REGION, eu-west-1a",
        "REGION, Frankfurt",
        "ROLE_ARN, jenkins",
        "ROLE_ARN, arn:aws:iam::1111:role/jenkins",
        "ROLE_ARN, arn:aws:iam::111122223333:user/jenkins",
        "ROLE_ARN, arn:aws:sts::111122223333:assumed-role/jenkins/session",
        "EXTERNAL_ID, x",
        "EXTERNAL_ID, a b",
        "INSTANCE_TYPES, g4dn",
        "SSH_CIDR, 0.0.0.0/0",
        "INSTANCE_PROFILE, path/machine",
        "BUCKET, s3://bucket",
        "FUNCTION_ROLE, path/role",
    })
    void aWrongValueIsRefusedWithItsParameter(TextParameter parameter, String value) {
        OperationException refused = assertThrows(OperationException.class, () -> parameter.check(value));
        assertTrue(refused.getMessage().contains("'" + value + "' in '" + parameter.parameter() + "' is not "));
    }

    @Test
    void whatIsLeftOutIsRightAndEachOfAListIsLookedAt() {
        assertDoesNotThrow(() -> TextParameter.AMI.checkOptional(null));
        assertDoesNotThrow(() -> TextParameter.SUBNETS.checkEach(List.of("subnet-1a", "subnet-2b")));
        assertThrows(
                OperationException.class, () -> TextParameter.SUBNETS.checkEach(List.of("subnet-1a", "subnet:2b")));
    }

    @Test
    void controlCharactersDoNotReachTheLog() {
        OperationException refused =
                assertThrows(OperationException.class, () -> TextParameter.REGION.check("eu\n[monai] all is well"));
        assertTrue(refused.getMessage().startsWith("'eu (monai)"), refused.getMessage());
    }

    @Test
    void aNumberHasBounds() {
        for (NumberParameter parameter : NumberParameter.values()) {
            assertDoesNotThrow(() -> parameter.check(parameter.lowest()));
            assertDoesNotThrow(() -> parameter.check(parameter.highest()));
            for (int wrong : new int[] {parameter.lowest() - 1, parameter.highest() + 1}) {
                OperationException refused = assertThrows(OperationException.class, () -> parameter.check(wrong));
                assertEquals(
                        "'" + parameter.parameter() + "' is " + wrong,
                        refused.getMessage().split("\\. ")[0]);
            }
        }
    }
}
