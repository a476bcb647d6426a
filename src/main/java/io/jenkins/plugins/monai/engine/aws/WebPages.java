package io.jenkins.plugins.monai.engine.aws;

import java.util.Locale;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Refuses a web page that a proxy gives in the place of AWS's answer, with HTTP 200: the SDK would read it as an answer
 * that says nothing, which is how AWS says that there are no machines.
 */
final class WebPages implements ExecutionInterceptor {

    /** What a bucket holds may be a web page. */
    private static final String OF_USERS = "GetObject";

    @Override
    public SdkHttpResponse modifyHttpResponse(Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        SdkHttpResponse response = context.httpResponse();
        boolean users = OF_USERS.equals(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
        if (!users && response.isSuccessful() && isWebPage(response)) {
            throw RetryableException.create("a web page came in the place of AWS's answer");
        }
        return response;
    }

    static boolean isWebPage(SdkHttpResponse response) {
        return response.firstMatchingHeader("Content-Type")
                .map(type -> type.toLowerCase(Locale.ROOT))
                .filter(type -> type.startsWith("text/html"))
                .isPresent();
    }
}
