package io.jenkins.plugins.monai.engine.packager;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A stand-in for docker and buildx: keeps the context of each build and a list of images, and answers as far as
 * monai-deploy and the scripts ask.
 */
final class DockerRecorder {

    private static final String BODY = """
            state=%s
            touch "$state/images" "$state/builders"
            known() { grep -qxF -- "$1" "$state/images"; }
            option() {
                local name=$1 previous=
                shift
                for word in "$@"; do
                    if [ "$previous" = "$name" ]; then echo "$word"; fi
                    previous=$word
                done
            }
            case "$1 ${2-}" in
                "--version ") echo "Docker version 27.5.1, build 9f9e405" ;;
                "info ") ;;
                "buildx version") echo "github.com/docker/buildx v0.20.1 245093b" ;;
                "buildx ls") cat "$state/builders" ;;
                "buildx inspect") grep -qF -- "\"${!#}\"" "$state/builders" && echo "Name:          ${!#}" ;;
                "buildx create")
                    name=$(option --name "$@")
                    echo '{"Name":"'"$name"'","Driver":"docker-container","Nodes":[]}' >> "$state/builders"
                    echo "$name" ;;
                "buildx build")
                    if [ "${!#}" = - ]; then
                        cat > "$state/relabelled"
                    else
                        rm -rf "$state/context"
                        cp -r "${!#}" "$state/context"
                    fi
                    if [ -e "$state/fail" ]; then echo "ERROR: failed to solve" >&2; exit 1; fi
                    option --tag "$@" >> "$state/images" ;;
                "image inspect")
                    image=${!#}
                    known "$image" || { echo "Error: No such image: $image" >&2; exit 1; }
                    if [ "$3" = --format ]; then echo sha256:abc; else echo '[{"Id": "sha256:abc"}]'; fi ;;
                "tag "*) known "$2" || exit 1; echo "$3" >> "$state/images" ;;
                "rmi "*)
                    known "$2" || exit 1
                    grep -vxF -- "$2" "$state/images" > "$state/rest"
                    cat "$state/rest" > "$state/images" ;;
                *) echo "unexpected: docker $*" >&2; exit 64 ;;
            esac""";

    private final Path state;

    DockerRecorder(Scripts machine, Path state) throws IOException {
        this.state = Files.createDirectory(state);
        machine.tool("docker", BODY.formatted(Bash.quote(state.toString())));
    }

    void failToBuild() throws IOException {
        Files.createFile(state.resolve("fail"));
    }

    List<String> images() throws IOException {
        return Files.readAllLines(state.resolve("images"));
    }

    /** A file of the context of the only build. */
    String context(String path) throws IOException {
        return Files.readString(state.resolve("context").resolve(path));
    }

    boolean contextHas(String path) {
        return Files.exists(state.resolve("context").resolve(path));
    }
}
