package org.kohsuke.stapler;

public abstract class HttpResponses {
    public abstract static class HttpResponseException extends RuntimeException implements HttpResponse {}

    public static HttpResponseException notFound() {
        throw new UnsupportedOperationException();
    }

    public static HttpRedirect redirectTo(String url) {
        throw new UnsupportedOperationException();
    }
}
