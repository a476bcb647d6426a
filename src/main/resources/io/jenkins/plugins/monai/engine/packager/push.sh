tool=$(container_tool) || no_container_tool
progress=""
trap 'rm -rf "$credentials"; [ -z "$progress" ] || kill "$progress" 2>/dev/null' EXIT
tell_traffic $$ &
progress=$!
# What a registry or the way to it gets over by itself; layers that are there are not sent again.
passing='\b(429|50[0234])\b|internal server error|service unavailable|bad gateway|gateway time|timeout|timed out'
passing+='|connection re(set|fused)|broken pipe|unexpected EOF|toomanyrequests'

push_once() {
    case $tool in
        docker) DOCKER_CONFIG="$credentials" docker push "$1" ;;
        podman) podman push --authfile "$credentials/config.json" "${tls[@]}" "$1" ;;
    esac
}

push() {
    local pause status errors="$credentials/errors"
    mkdir -p "$credentials"
    for pause in ${MONAI_DEPLOY_PUSH_PAUSES:-5 20 60} ""; do
        status=0
        { push_once "$1" 2>&1 1>&3 | tee "$errors" >&2; } 3>&1 || status=$?
        [ "$status" -ne 0 ] || return 0
        [ -n "$pause" ] && grep -Eqi "$passing" "$errors" || return "$status"
        echo "The registry is in trouble, which may pass: pushing $1 again in $pause s"
        sleep "$pause"
    done
}

for image in "${images[@]}"; do
    echo "Pushing $image"
    "$tool" tag "$local_tag" "$image"
    push "$image"
done
