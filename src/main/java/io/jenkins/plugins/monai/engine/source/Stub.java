package io.jenkins.plugins.monai.engine.source;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A small text that version control leaves in the place of a large file, by its first bytes. */
public enum Stub {
    NONE(0, ""),

    /** Less than 1,024 bytes (Git LFS specification, "The Pointer"; {@code hawser} was its name before 1.0). */
    GIT_LFS(
            1023,
            "version https?://(?:git-lfs|hawser)\\.github\\.com/spec/[^\\r\\n]*\\r?\\n(?s:.*\\n)?"
                    + "(?:oid sha\\d+:[0-9a-f]+|size \\d+)\\s.*"),

    /**
     * At most 32 KiB (git-annex, "pointer file format"). Without symbolic links, as on Windows, Git writes where a link
     * leads into a file.
     */
    GIT_ANNEX(
            32 * 1024,
            "(?:/annex/objects/[^\\r\\n]+(?:[\\r\\n].*)?|(?:\\.\\./)*\\.git/annex/objects/[^\\r\\n]+[\\r\\n]*)"),

    /** DVC's record of what it tracks (dvc.org, ".dvc files"); whether that is there is another question. */
    DVC(64 * 1024, "(?:(?s:.*)\\n)?outs:[ \\t]*\\r?\\n\\s*-\\s.*");

    /** Bytes of a file's beginning that tell. */
    static final int HEAD = 4096;

    /** Bytes of the largest stub. */
    static final int LARGEST = 64 * 1024;

    private static final Pattern DVC_CONTENT = Pattern.compile("(?m)^\\s*(?:-\\s+)?(?:md5|etag|checksum|hash|path):");

    private final int largest;
    private final Pattern text;

    Stub(int largest, String text) {
        this.largest = largest;
        this.text = Pattern.compile(text, Pattern.DOTALL);
    }

    /**
     * @param head the first {@link #HEAD} bytes, or all where there are fewer
     * @param size of the whole file in bytes
     */
    static Stub of(byte[] head, long size) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        for (Stub stub : new Stub[] {GIT_LFS, GIT_ANNEX}) {
            if (size <= stub.largest && stub.text.matcher(text).matches()) {
                return stub;
            }
        }
        boolean dvc = size <= DVC.largest
                && DVC.text.matcher(text).matches()
                && DVC_CONTENT.matcher(text).find();
        return dvc ? DVC : NONE;
    }
}
