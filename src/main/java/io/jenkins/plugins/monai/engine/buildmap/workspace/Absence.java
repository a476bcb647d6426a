package io.jenkins.plugins.monai.engine.buildmap.workspace;

import io.jenkins.plugins.monai.engine.source.LeftOut;
import io.jenkins.plugins.monai.engine.source.SourceFile;
import io.jenkins.plugins.monai.engine.source.Stub;
import java.util.regex.Pattern;

/**
 * Something that is meant and is not there.
 *
 * @param what a sentence that names it, without its full stop
 * @param remedy what to do
 */
record Absence(String what, String remedy) {

    private static final String LFS = "Fetch such files before this step: 'git lfs pull', or 'Git LFS pull after"
            + " checkout' in the job's checkout (extensions: [lfs()])";
    private static final String DVC = "Run 'dvc pull' before this step";
    private static final String ANNEX = "Run 'git annex get .' before this step";
    private static final String SUBMODULE = "Check submodules out: 'git submodule update --init', or 'Advanced"
            + " sub-modules behaviours' in the job's checkout (extensions: [submodule()])";
    private static final String LINK = "Put the file or folder itself there, or remove the link";
    private static final String EMPTY = "Make or fetch the file again, or remove it from models";

    /** Suffixes of what models are kept in; such a file is never meant to be empty. */
    private static final Pattern WEIGHTS = Pattern.compile(
            "(?i).*\\.(?:bin|caffemodel|ckpt|engine|gguf|h5|hdf5|joblib|json|keras|mlmodel|npy|npz|onnx|pb"
                    + "|pickle|pkl|plan|pt|pt2|pte|pth|safetensors|tflite|torchscript|trt|ts|xml|ya?ml|zip|tar|gz|t?7z)");

    private static final Pattern DESCRIBES = Pattern.compile("(?i).*\\.(?:json|xml|ya?ml)");

    static Absence stub(SourceFile file) {
        return switch (file.stub()) {
            case GIT_LFS -> new Absence(quoted(file) + " is a pointer of Git LFS, not the file", LFS);
            case GIT_ANNEX -> new Absence(quoted(file) + " is a pointer of git-annex, not the file", ANNEX);
            case DVC, NONE -> new Absence(quoted(file) + " is DVC's record of a file, not the file", DVC);
        };
    }

    /** @param target what the record is of and what is missing */
    static Absence dvc(String target, String record) {
        return new Absence("'" + target + "' is missing and kept by DVC ('" + record + "')", DVC);
    }

    static Absence empty(SourceFile file) {
        return new Absence(quoted(file) + " has 0 bytes", EMPTY);
    }

    static Absence of(LeftOut leftOut) {
        return new Absence(
                leftOut.sentence(),
                switch (leftOut.reason()) {
                    case ANNEX -> ANNEX;
                    case SUBMODULE -> SUBMODULE;
                    case SPECIAL -> "Remove it";
                    case OUTSIDE -> leftOut.target().contains("dvc") ? DVC_LINK : LINK;
                    default -> leftOut.target().contains("dvc/cache") ? DVC : LINK;
                });
    }

    private static final String DVC_LINK =
            "Let DVC copy instead of link ('dvc config cache.type copy', then 'dvc checkout --relink'), or put the file"
                    + " itself there";

    static boolean isStub(SourceFile file) {
        return file.stub() == Stub.GIT_LFS || file.stub() == Stub.GIT_ANNEX;
    }

    static boolean holdsAModel(SourceFile file) {
        return WEIGHTS.matcher(file.path()).matches();
    }

    /** As {@link #holdsAModel}, without what also describes one. */
    static boolean holdsWeights(SourceFile file) {
        return holdsAModel(file) && !DESCRIBES.matcher(file.path()).matches();
    }

    private static String quoted(SourceFile file) {
        return "'" + file.path() + "'";
    }
}
