tool=$(container_tool) || no_container_tool
progress=""
trap 'rm -rf "$credentials"; [ -z "$progress" ] || kill "$progress" 2>/dev/null' EXIT
tell_traffic $$ &
progress=$!
for image in "${images[@]}"; do
    echo "Pushing $image"
    "$tool" tag "$local_tag" "$image"
    case $tool in
        docker) DOCKER_CONFIG="$credentials" docker push "$image" ;;
        podman) podman push --authfile "$credentials/config.json" "${tls[@]}" "$image" ;;
    esac
done
