package io.jenkins.plugins.monai.engine.source;

/**
 * Something of a source tree that is not among its files.
 *
 * @param path relative to the tree's root, with {@code /}
 * @param target where a link leads, as it is written; empty for what is no link
 */
public record LeftOut(String path, Reason reason, String target) {

    /** Why it is left out. */
    public enum Reason {
        /** {@code .git} or a link to it, which may hold credentials. */
        VERSION_CONTROL("belongs to version control", false),
        /** Its files are sent where they are. */
        LOOP("is a link to a folder that it is in", false),
        DANGLING("is a link to something that is not there", true),
        OUTSIDE("is a link out of the workspace", true),
        ANNEX("is a file of git-annex whose content was not fetched", true),
        SPECIAL("is neither a file nor a folder", true),
        SUBMODULE("is a Git submodule that was not checked out", true);

        private final String text;
        private final boolean lost;

        Reason(String text, boolean lost) {
            this.text = text;
            this.lost = lost;
        }

        /** As the end of a sentence. */
        public String text() {
            return text;
        }

        /** Whether content is lost by it that may have been meant. */
        public boolean isLost() {
            return lost;
        }
    }

    /** A sentence without its full stop. */
    public String sentence() {
        return "'" + path + "' " + reason.text() + (target.isEmpty() ? "" : ": " + target);
    }
}
