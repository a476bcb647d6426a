package io.jenkins.plugins.monai.engine.buildmap.repository;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecr.model.ImageTagMutability;
import software.amazon.awssdk.services.ecr.model.ImageTagMutabilityExclusionFilter;
import software.amazon.awssdk.services.ecr.model.Repository;

/**
 * Which tags of a repository can be set once only: all, none, or all but those that a filter of the repository names, or
 * those alone.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html">Preventing image tags
 *     from being overwritten in Amazon ECR</a>
 */
public final class ImmutableTags {

    /** The tag that each build without tags of its own moves. */
    private static final String MOVED = "latest";

    /** Whether the registry has an image of a tag. */
    public interface Lookup {
        boolean has(String tag) throws OperationException, InterruptedException;
    }

    private final Repository repository;

    public ImmutableTags(Repository repository) {
        this.repository = repository;
    }

    boolean contain(String tag) {
        ImageTagMutability mutability = repository.imageTagMutability();
        return mutability == ImageTagMutability.IMMUTABLE
                || mutability == ImageTagMutability.IMMUTABLE_WITH_EXCLUSION && !isExcluded(tag)
                || mutability == ImageTagMutability.MUTABLE_WITH_EXCLUSION && isExcluded(tag);
    }

    private boolean isExcluded(String tag) {
        return repository.imageTagMutabilityExclusionFilters().stream()
                .map(ImageTagMutabilityExclusionFilter::filter)
                .anyMatch(filter -> matches(filter, tag));
    }

    /** The one kind of filter, {@code WILDCARD}: an asterisk stands for any characters, and for none. */
    private static boolean matches(String filter, String tag) {
        String pattern = Stream.of(filter.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return tag.matches(pattern);
    }

    /**
     * Refuses tags that a push could not set, or that no build after this one could.
     *
     * @throws OperationException there is such a tag; the message names it
     */
    public void check(List<String> tags, Lookup registry) throws OperationException, InterruptedException {
        if (tags.contains(MOVED) && contain(MOVED)) {
            throw new OperationException(
                    "The tag '" + MOVED + "' of the repository '" + repository.repositoryName()
                            + "' is immutable: once it is set no build can move it",
                    "Name in 'tags' only tags that are new each time, such as the commit, or make '" + MOVED
                            + "' an exclusion of the repository's tag immutability");
        }
        for (String tag : tags) {
            if (contain(tag) && registry.has(tag)) {
                throw new OperationException(
                        "The repository '" + repository.repositoryName() + "' has the tag '" + tag
                                + "' already, and it is immutable",
                        "Name in 'tags' only tags that are new each time: a commit that was built once has its image"
                                + " already, which can be used or deleted; or exclude the tag from the repository's tag"
                                + " immutability");
            }
        }
    }
}
