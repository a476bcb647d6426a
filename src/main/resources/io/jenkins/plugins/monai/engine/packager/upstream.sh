# shellcheck shell=bash source=machine.sh
# shellcheck disable=SC2154 # local_tag, image, entry_point, options and labels are set before
tool=$(container_tool) || no_container_tool
if [ "$tool" != docker ] || ! docker buildx version >/dev/null 2>&1; then
    fail "monai-deploy builds with docker buildx, which is not on the machine"
fi
echo docker > container-tool

# An AMI may bring the environment along.
venv=${MONAI_DEPLOY_UPSTREAM_VENV:-$PWD/upstream/venv}
if ! "$venv/bin/python" upstream/upstream.py pins 2>/dev/null; then
    venv=$PWD/upstream/venv
    echo "Installing monai-deploy into $venv"
    rm -rf "$venv"
    python3 -m venv "$venv" || fail "a virtual environment cannot be made: Python 3.10 to 3.13 with venv is needed"
    "$venv/bin/python" -m pip install --quiet --no-deps --disable-pip-version-check \
        --requirement upstream/requirements.txt
    "$venv/bin/python" upstream/upstream.py pins || fail "the pinned packages of monai-deploy are not complete"
fi

chmod -R a+rX app
[ ! -d models ] || chmod -R a+rX models
"$venv/bin/python" upstream/upstream.py stage
if [ -d models ]; then
    options+=(--models models)
fi

# No cache: exported layers would take the size of the image once more.
"$venv/bin/monai-deploy" package "upstream/app$entry_point" --config upstream/app.yaml --source upstream/artifacts.json \
    --tag "$image" --no-cache "${options[@]}" 2>&1 | tee upstream/package.log
if grep -q '^ *Status: *Failure' upstream/package.log; then
    fail "monai-deploy could not build the image"
fi

# The command adds platform and architecture to the tag it is given.
built=$(sed -n 's/^ *Docker Tag: *//p' upstream/package.log | tail -n 1)
if [ -z "$built" ] || [ "$built" = N/A ]; then
    fail "monai-deploy built no image for this machine"
fi
docker image inspect "$built" >/dev/null || fail "monai-deploy says it built $built, which is not there"
# The command gives its image labels of its own alone.
arguments=()
for label in "${labels[@]}"; do
    arguments+=(--label "$label")
done
printf 'FROM %s\n' "$built" \
    | BUILDX_NO_DEFAULT_ATTESTATIONS=1 docker buildx build --builder default --load --quiet --tag "$local_tag" "${arguments[@]}" - \
    >/dev/null
docker rmi "$built" >/dev/null
echo "Built $local_tag: $(docker image inspect --format '{{.Id}}' "$local_tag")"
