tool=$(container_tool) || no_container_tool
# The credentials live in memory, in a folder of their own, until the push is over.
umask 077
mkdir -p "$credentials"
case $tool in
    docker) DOCKER_CONFIG="$credentials" docker login --username AWS --password-stdin "$registry" ;;
    podman) podman login --authfile "$credentials/config.json" "${tls[@]}" --username AWS --password-stdin "$registry" ;;
esac
