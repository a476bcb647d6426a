package io.jenkins.plugins.monai.engine.map.layer;

/**
 * A path in a layer.
 *
 * @param target of a link: of a symbolic one as written, of a hard one the path in the image; else null
 * @param executable whether anyone may execute it
 * @param content of files that were asked for, when small enough; else null
 */
public record LayerEntry(Kind kind, String target, boolean executable, byte[] content) {

    public enum Kind {
        FILE,
        DIRECTORY,
        SYMLINK,
        HARD_LINK
    }

    public static final LayerEntry FOLDER = new LayerEntry(Kind.DIRECTORY, null, true, null);

    public boolean isDirectory() {
        return kind == Kind.DIRECTORY;
    }

    public boolean isLink() {
        return kind == Kind.SYMLINK || kind == Kind.HARD_LINK;
    }
}
