package io.jenkins.plugins.monai.engine.parameter;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.buildmap.BuildMapParameters;
import io.jenkins.plugins.monai.engine.inference.InferenceParameters;
import io.jenkins.plugins.monai.engine.machine.MachineParameters;
import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ParameterTest {

    @ParameterizedTest
    @CsvSource({
        "region, eu-west-1",
        "region, us-gov-west-1",
        "region, us-isob-east-1",
        "region, eusc-de-east-1",
        "roleArn, arn:aws:iam::111122223333:role/jenkins",
        "roleArn, arn:aws-us-gov:iam::111122223333:role/teams/imaging/jenkins",
        "externalId, hospital-42:jenkins/1",
        "ami, ami-0123456789abcdef0",
        "ami, resolve:ssm:/monai/ami",
        "sshCidr, 203.0.113.7/32",
        "sshCidr, 2001:db8::1/128",
        "instanceProfile, monai-machine",
        "instanceProfile, arn:aws-cn:iam::111122223333:instance-profile/path/machine",
        "healthImagingDatastore, 0123456789abcdef0123456789abcdef",
        "failureDestination, arn:aws:sqs:eu-west-1:111122223333:dead",
    })
    void aRightValuePasses(String parameter, String value) {
        assertDoesNotThrow(() -> check(parameter, value));
    }

    @ParameterizedTest
    @CsvSource({
        "region, eu-west-1a",
        "region, Frankfurt",
        "roleArn, jenkins",
        "roleArn, arn:aws:iam::1111:role/jenkins",
        "roleArn, arn:aws:iam::111122223333:user/jenkins",
        "roleArn, arn:aws:sts::111122223333:assumed-role/jenkins/session",
        "externalId, x",
        "externalId, a b",
        "instanceTypes, g4dn",
        "sshCidr, 0.0.0.0/0",
        "instanceProfile, path/machine",
        "bucket, s3://bucket",
        "functionRole, path/role",
    })
    void aWrongValueIsRefusedWithItsParameter(String parameter, String value) {
        OperationException refused = assertThrows(OperationException.class, () -> check(parameter, value));
        assertTrue(refused.getMessage().contains("'" + value + "' in '" + parameter + "' is not "));
    }

    @Test
    void whatIsLeftOutIsRightAndEachOfAListIsLookedAt() {
        assertDoesNotThrow(() -> MachineParameters.AMI.check(null));
        assertDoesNotThrow(() -> MachineParameters.SUBNETS.check(List.of("subnet-1a", "subnet-2b")));
        assertThrows(
                OperationException.class, () -> MachineParameters.SUBNETS.check(List.of("subnet-1a", "subnet:2b")));
    }

    @Test
    void controlCharactersDoNotReachTheLog() {
        OperationException refused =
                assertThrows(OperationException.class, () -> check("region", "eu\n[monai] all is well"));
        assertTrue(refused.getMessage().startsWith("'eu (monai)"), refused.getMessage());
    }

    static Stream<Parameter<?>> all() {
        return Stream.of(BuildMapParameters.ALL, InferenceParameters.CONFIGURE, InferenceParameters.REMOVE)
                .flatMap(OperationParameters::all)
                .distinct();
    }

    static Stream<Parameter<?>> numbers() {
        return all().filter(parameter ->
                parameter.kind() == Parameter.Kind.NUMBER && parameter.otherwise() instanceof Integer);
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void aNumberHasBounds(Parameter<Integer> parameter) {
        long lowest = parameter.bounds().lowest();
        long highest = parameter.bounds().highest();
        assertDoesNotThrow(() -> parameter.check((int) lowest));
        assertDoesNotThrow(() -> parameter.check((int) highest));
        for (long wrong : new long[] {lowest - 1, highest + 1}) {
            if (wrong == (int) wrong) {
                OperationException refused = assertThrows(OperationException.class, () -> parameter.check((int) wrong));
                assertEquals(
                        "'" + parameter.name() + "' is " + wrong,
                        refused.getMessage().split("\\. ")[0]);
            }
        }
    }

    /** A default that a check refuses would stop whoever says nothing. */
    @ParameterizedTest
    @MethodSource("all")
    <T> void aDefaultIsRight(Parameter<T> parameter) {
        assertDoesNotThrow(() -> parameter.check(parameter.otherwise()));
    }

    @Test
    void whatIsNotGivenIsTheDefaultAndNothingIsNotGiven() {
        Values values = Values.none()
                .with(InferenceParameters.SLOTS, null)
                .with(MachineParameters.INSTANCE_TYPES, List.of())
                .with(InferenceParameters.IDLE_MINUTES, 30);
        assertEquals(1, values.get(InferenceParameters.SLOTS));
        assertEquals(List.of("g4dn.xlarge"), values.get(MachineParameters.INSTANCE_TYPES));
        assertEquals(30, values.get(InferenceParameters.IDLE_MINUTES));
        assertEquals(15, Values.none().get(InferenceParameters.IDLE_MINUTES), "values are changed in a copy");
    }

    @SuppressWarnings("unchecked") // texts and lists of texts are tried
    private static void check(String name, String value) throws OperationException {
        Parameter<?> parameter = Stream.concat(
                        all(), Stream.of(AccountParameters.ROLE_ARN, AccountParameters.EXTERNAL_ID))
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        if (parameter.kind() == Parameter.Kind.LIST) {
            ((Parameter<List<String>>) parameter).check(List.of(value));
        } else {
            ((Parameter<String>) parameter).check(value);
        }
    }
}
