tool=$(container_tool) || no_container_tool
trap 'rm -rf "$credentials"' EXIT
for image in "${images[@]}"; do
    echo "Pushing $image"
    "$tool" tag "$local_tag" "$image"
    case $tool in
        docker) DOCKER_CONFIG="$credentials" docker push "$image" ;;
        podman) podman push --authfile "$credentials/config.json" "${tls[@]}" "$image" ;;
    esac
done
