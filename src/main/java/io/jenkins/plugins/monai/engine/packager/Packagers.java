package io.jenkins.plugins.monai.engine.packager;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import java.util.List;

/** The packagers there are, by name. */
public final class Packagers {

    private static final List<Packager> ALL = List.of(new BuiltinPackager(), new UpstreamPackager());

    private Packagers() {}

    /** As {@link #of} takes them; the first one is taken where none is named. */
    public static List<String> names() {
        return ALL.stream().map(Packager::name).toList();
    }

    /** @throws OperationException there is no such packager */
    public static Packager of(String name) throws OperationException {
        return ALL.stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new OperationException(
                        "There is no packager '" + name + "'",
                        "Choose in 'packager' one of " + String.join(", ", names())));
    }
}
