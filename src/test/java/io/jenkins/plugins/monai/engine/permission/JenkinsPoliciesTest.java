package io.jenkins.plugins.monai.engine.permission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.jenkins.plugins.monai.engine.aws.AwsCall;
import io.jenkins.plugins.monai.engine.aws.AwsCaller;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The policies in the documentation against the table of calls. */
class JenkinsPoliciesTest {

    @ParameterizedTest
    @EnumSource(AwsCaller.class)
    void aPolicyAllowsWhatTheTableSaysAndNothingElse(AwsCaller caller) {
        TreeSet<String> allowed = new TreeSet<>();
        PolicyDocument.of(caller).statements().forEach(s -> allowed.addAll(s.actions()));
        assertEquals(AwsCall.iamActions(caller), allowed);
    }

    /** A call that does not know resources is one that looks. */
    @ParameterizedTest
    @EnumSource(AwsCaller.class)
    void whatChangesSomethingIsLimitedToResources(AwsCaller caller) {
        for (PolicyStatement statement : PolicyDocument.of(caller).statements()) {
            for (String action : statement.actions()) {
                if (!action.matches("[a-z0-9-]+:(Describe|Get|List).*")) {
                    statement.resources().forEach(resource -> assertNotEquals("*", resource, action));
                }
            }
        }
    }
}
