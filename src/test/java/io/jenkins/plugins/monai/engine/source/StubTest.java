package io.jenkins.plugins.monai.engine.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StubTest {

    private static final String OID = "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GIT_LFS   | version https://git-lfs.github.com/spec/v1/nOID/nsize 12345/n",
                "GIT_LFS   | version https://git-lfs.github.com/spec/v1/r/nOID/r/nsize 12345/r/n",
                "GIT_LFS   | version https://git-lfs.github.com/spec/v1/next-0-foo sha256:4d7a/nOID/nsize 1/n",
                "GIT_LFS   | version https://hawser.github.com/spec/v1/nOID/nsize 12345/n",
                "GIT_LFS   | version https://git-lfs.github.com/spec/v1/nsize 12345/n",
                "GIT_ANNEX | /annex/objects/SHA256E-s5--4d7a.ts/n",
                "GIT_ANNEX | /annex/objects/SHA256E-s5--4d7a.ts",
                "GIT_ANNEX | /annex/objects/SHA256E-s5--4d7a.ts/nmore may follow/n",
                "GIT_ANNEX | ../../.git/annex/objects/Kw/Z1/SHA256E-s5--4d7a.ts/SHA256E-s5--4d7a.ts",
                "DVC       | outs:/n- md5: a304afb96060aad90176268345e10355/n  path: model.ts/n",
                "DVC       | md5: 1/nframe: x/nouts:/n  - etag: b/n    path: model.ts/n",
                "NONE      | version https://git-lfs.github.com/spec/v1/n",
                "NONE      | A pointer begins: version https://git-lfs.github.com/spec/v1/nOID/nsize 1/n",
                "NONE      | # Large files/nversion https://git-lfs.github.com/spec/v1/nOID/nsize 1/n",
                "NONE      | version https://git-lfs.github.com/spec/v1 is how/na pointer begins/n",
                "NONE      | version 1/nOID/n",
                "NONE      | Contents lie in /annex/objects/SHA256E-s5/n",
                "NONE      | {\"weights\": [1, 2]}/n",
                "NONE      | stages:/n  train:/n    outs:/n    - model.ts/n",
                "NONE      | outs:/n- the door/n",
                "NONE      | outs: none/n",
            })
    void isToldByWhatItSays(Stub expected, String text) {
        byte[] bytes =
                text.replace("OID", OID).replace("/n", "\n").replace("/r", "\r").getBytes(StandardCharsets.UTF_8);
        assertEquals(expected, Stub.of(bytes, bytes.length));
    }

    @ParameterizedTest
    @CsvSource({"GIT_LFS, 1023", "NONE, 1024"})
    void aPointerIsSmallerThanOneKiB(Stub expected, long size) {
        byte[] head =
                ("version https://git-lfs.github.com/spec/v1\n" + OID + "\nsize 1\n").getBytes(StandardCharsets.UTF_8);
        assertEquals(expected, Stub.of(head, size));
    }
}
