package io.jenkins.plugins.monai.engine.inference.trigger;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantTest {

    /** As GetPolicy answers, in the AWS Lambda API reference and in the user guide. */
    private static final String POLICY = "{\"Version\":\"2012-10-17\",\"Id\":\"default\",\"Statement\":["
            + "{\"Sid\":\"someone-else\",\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"lambda:InvokeFunction\","
            + "\"Resource\":\"arn:aws:lambda:eu-west-1:111122223333:function:f\"},"
            + "{\"Sid\":\"s\",\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"s3.amazonaws.com\"},"
            + "\"Action\":\"lambda:InvokeFunction\",\"Resource\":\"arn:aws:lambda:eu-west-1:111122223333:function:f\","
            + "\"Condition\":{\"StringEquals\":{\"AWS:SourceAccount\":\"111122223333\"},"
            + "\"ArnLike\":{\"AWS:SourceArn\":\"arn:aws:s3:::b\"}}}]}";

    private static final Grant GRANT = new Grant("s", "s3.amazonaws.com", "arn:aws:s3:::b", "111122223333");

    @Test
    void theStatementIsFound() {
        assertTrue(GRANT.isIn(POLICY));
        assertFalse(GRANT.isIn(null));
        assertFalse(GRANT.isIn("no JSON"));
        assertTrue(Grant.hasStatement(POLICY, "someone-else"));
        assertFalse(Grant.hasStatement(POLICY, "other"));
    }

    @ParameterizedTest
    @CsvSource({
        "s,sns.amazonaws.com,arn:aws:s3:::b,111122223333",
        "s,s3.amazonaws.com,arn:aws-cn:s3:::b,111122223333",
        "s,s3.amazonaws.com,arn:aws:s3:::b,444455556666",
        "someone-else,s3.amazonaws.com,arn:aws:s3:::b,111122223333",
    })
    void oneThatSaysSomethingElseIsNot(String id, String service, String source, String account) {
        assertFalse(new Grant(id, service, source, account).isIn(POLICY));
    }

    @Test
    void aStatementWithoutTheAccountOrWithMoreConditionsIsNotTheSame() {
        assertFalse(new Grant("s", "s3.amazonaws.com", "arn:aws:s3:::b", null).isIn(POLICY));
        assertFalse(GRANT.isIn(POLICY.replace("\"StringEquals\":{\"AWS:SourceAccount\":\"111122223333\"},", "")));
        assertFalse(GRANT.isIn(
                POLICY.replace("\"StringEquals\":{", "\"StringEquals\":{\"lambda:FunctionUrlAuthType\":\"NONE\",")));
    }
}
