# shellcheck shell=bash source=machine.sh
# shellcheck disable=SC2154 # local_tag, base_image, platform, version, given_version and labels are set before
tool=$(container_tool) || no_container_tool
echo "$tool" > container-tool
echo "Building $local_tag ($platform) with $("$tool" --version)"
if [ "$version" != "$given_version" ]; then
    echo "The application's version $given_version is written as $version, a semantic version"
fi

# The application runs as another user than the one who sent it.
chmod -R a+rX app map app.yaml
for folder in models requirements; do
    [ ! -d "$folder" ] || chmod -R a+rX "$folder"
done

arguments=(--platform "$platform" --file map/Dockerfile --tag "$local_tag")
for label in "${labels[@]}"; do
    arguments+=(--label "$label")
done
# Which base the image stands on: a base that cannot be pulled is the build's to tell.
base_digest=$("$tool" pull --quiet --platform "$platform" "$base_image" >/dev/null 2>&1 \
    && "$tool" image inspect --format '{{index .RepoDigests 0}}' "$base_image" 2>/dev/null) || base_digest=""
case $base_digest in
    *@sha256:*) arguments+=(--label "org.opencontainers.image.base.digest=${base_digest##*@}") ;;
esac

# BuildKit refuses secrets of more than 500 KiB.
pip_conf=$(pip_configuration)
if [ -n "$pip_conf" ]; then
    echo "pip is configured by the machine's $pip_conf"
    arguments+=(--secret "id=pip-conf,src=$pip_conf")
fi
ca_bundle=$(certificate_authorities "$pip_conf")
if [ -n "$ca_bundle" ] && [ "$(stat -Lc %s "$ca_bundle")" -lt 500000 ]; then
    arguments+=(--secret "id=ca-bundle,src=$ca_bundle")
fi
for variable in HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy; do
    if [ -n "${!variable:-}" ]; then
        arguments+=(--build-arg "$variable")
    fi
done
if [ -n "${MONAI_DEPLOY_BUILD_NETWORK:-}" ]; then
    arguments+=(--network "$MONAI_DEPLOY_BUILD_NETWORK")
fi

if [ "$tool" = podman ]; then
    podman build "${arguments[@]}" .
elif docker buildx version >/dev/null 2>&1; then
    # Without attestations the image is one manifest, as the MAP specification wants it.
    BUILDX_NO_DEFAULT_ATTESTATIONS=1 docker buildx build --load --progress plain "${arguments[@]}" .
else
    DOCKER_BUILDKIT=1 docker build --progress plain "${arguments[@]}" .
fi
echo "Built $local_tag: $("$tool" image inspect --format '{{.Id}}' "$local_tag")"
