package org.kohsuke.stapler;

public final class HttpRedirect implements HttpResponse {
    HttpRedirect() {}
}
