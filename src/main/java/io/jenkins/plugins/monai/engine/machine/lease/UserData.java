package io.jenkins.plugins.monai.engine.machine.lease;

import io.jenkins.plugins.monai.engine.machine.LeaseTerms;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * What a machine runs at each of its boots, before all else that cloud-init does: it ends the machine in time, whatever
 * becomes of who launched it and of the rest of the boot.
 *
 * @see <a href="https://docs.cloud-init.io/en/latest/explanation/format/cloud-boothook.html">Cloud boothook</a>
 */
public final class UserData {

    /** Decoded. @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html">User data</a> */
    static final int MAX_BYTES = 16 * 1024;

    private static final String END = "END_OF_LEASE_SH";

    private UserData() {}

    /** Ends the machine when its lease was not renewed, and after its longest time even if it was. */
    public static String lease(LeaseTerms terms, Duration limit) {
        return boothook(
                terms.length().toSeconds(), limit.toSeconds(), terms.check().toSeconds());
    }

    /** Ends the machine some time after a boot unless {@code /var/lib/monai-deploy/settled} is there by then. */
    public static String limit(Duration limit) {
        return boothook(0, limit.toSeconds(), 0);
    }

    private static String boothook(long lease, long limit, long every) {
        return "#cloud-boothook\n#!/bin/sh\n"
                + "lease=" + lease + " limit=" + limit + " every=" + every + "\n"
                + "program() {\n    cat <<'" + END + "'\n" + resource("lease.sh") + END + "\n}\n"
                + resource("boothook.sh");
    }

    private static String resource(String name) {
        try (InputStream in = UserData.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String base64(String script) {
        return Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8));
    }
}
