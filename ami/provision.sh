#!/usr/bin/env bash
# provision.sh [--gpu verify|install|none] [--user NAME]
#
# Makes of this machine what the plugin's build and inference machines are: driver, Docker and NVIDIA container toolkit,
# the packaging environment of the upstream packager, and the packages of the runner. For Ubuntu 22.04 and 24.04 on
# x86_64, as root. Run again it changes nothing; cut short, it is run again.
#
#   --gpu verify    driver and toolkit must be there already, as on the Deep Learning base AMI (default)
#   --gpu install   installs what is missing of them; the driver works after a reboot
#   --gpu none      for a machine without a GPU
#   --user NAME     who logs in and may use Docker (default: ubuntu, if there is one)
set -euo pipefail
umask 022
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source-path=SCRIPTDIR source=versions.env
source "$HERE/versions.env"

UPSTREAM_VENV=/opt/monai-deploy/upstream
RUNNER_VENV=/opt/monai-runner/venv # as the plugin's install.sh wants it
BUILD_ENV=/etc/monai-deploy/build.env
IMAGE_JSON=/etc/monai-deploy/image.json

changes=0
updated=no

say() {
    printf '%s\n' "$*"
}

die() {
    printf 'ERROR: %s\n' "$*" >&2
    exit 1
}

changed() {
    changes=$((changes + 1))
    say "changed: $*"
}

have() {
    command -v "$1" >/dev/null 2>&1
}

# The first digits and dots of the standard input.
version() {
    grep -Eom1 '[0-9]+(\.[0-9]+)+' | head -n 1
}

# at_least WHAT MINIMUM VERSION
at_least() {
    [ -n "$3" ] || die "$1 does not tell its version"
    [ "$(printf '%s\n%s\n' "$2" "$3" | sort -V | head -n 1)" = "$2" ] || die "$1 is $3, $2 or newer is needed"
    say "$1 $3"
}

arguments() {
    gpu=verify user=''
    while [ $# -gt 0 ]; do
        case $1 in
            --gpu) gpu=${2:-} ;;
            --user) user=${2:-} ;;
            *) die "unknown argument $1" ;;
        esac
        shift 2 || die "$1 needs a value"
    done
    [[ $gpu =~ ^(verify|install|none)$ ]] || die "--gpu is verify, install or none, not '$gpu'"
    if [ -n "$user" ]; then
        id "$user" >/dev/null 2>&1 || die "there is no user $user"
    elif id ubuntu >/dev/null 2>&1; then
        user=ubuntu
    fi
}

machine() {
    [ "$(id -u)" = 0 ] || die "this needs root"
    [ "$(uname -m)" = x86_64 ] || die "this machine is $(uname -m): MAPs are built on x86_64"
    have apt-get || die "this machine has no apt-get: Ubuntu 22.04 or 24.04 is needed"
}

# From the archives that the machine is set up with, whose signatures apt checks.
packages() {
    local package missing=()
    for package in "$@"; do
        [ "$(dpkg-query --show --showformat '${db:Status-Status}' "${package%%=*}" 2>/dev/null)" = installed ] ||
            missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$updated" = no ]; then
        apt-get -q update
        updated=yes
    fi
    apt-get -q -y -o DPkg::Lock::Timeout=600 --no-install-recommends install "${missing[@]}" </dev/null
    changed "packages ${missing[*]}"
}

docker_engine() {
    have docker || packages docker.io
    at_least Docker "$DOCKER_MINIMUM" "$(docker --version | version)"
    docker buildx version >/dev/null 2>&1 || packages docker-buildx
    docker buildx version >/dev/null 2>&1 || die "docker buildx does not run"
    if [ -n "$user" ] && ! id --name --groups "$user" | grep -qw docker; then
        usermod --append --groups docker "$user"
        changed "$user may use Docker"
    fi
    # Only where systemd runs: not in a container.
    if [ -d /run/systemd/system ] && ! systemctl is-enabled --quiet docker; then
        systemctl enable --quiet --now docker
        changed "Docker starts at boot"
    fi
}

driver_version() {
    modinfo --field version nvidia 2>/dev/null || cat /sys/module/nvidia/version 2>/dev/null || true
}

driver() {
    if [ -z "$(driver_version)" ] && [ "$gpu" = install ]; then
        packages "linux-headers-$(uname -r)" "nvidia-headless-$DRIVER_BRANCH-server-open" "nvidia-utils-$DRIVER_BRANCH-server"
    fi
    [ -n "$(driver_version)" ] || die "the NVIDIA driver is not on this machine: --gpu install installs it"
    at_least 'NVIDIA driver' "$DRIVER_MINIMUM" "$(driver_version | version)"
    # A machine that builds images may have no GPU itself.
    if [ -e /dev/nvidiactl ]; then
        nvidia-smi --query-gpu=name --format=csv,noheader || die "nvidia-smi fails though there is a GPU"
    else
        say "no GPU is in use here: the driver is not tried"
    fi
}

# NVIDIA's repository, by the one key that signs it.
nvidia_repository() {
    local keyring=/usr/share/keyrings/nvidia-container-toolkit.gpg list=/etc/apt/sources.list.d/nvidia-container-toolkit.list
    local line="deb [signed-by=$keyring] $NVIDIA_REPOSITORY/stable/deb/amd64 /" work found
    [ "$(cat "$list" 2>/dev/null)" != "$line" ] || return 0
    packages ca-certificates curl gnupg
    work=$(mktemp -d)
    curl --fail --silent --show-error --location --proto '=https,file' --output "$work/key" "$NVIDIA_REPOSITORY/gpgkey"
    found=$(GNUPGHOME=$work gpg --batch --quiet --show-keys --with-colons "$work/key" 2>/dev/null |
        awk -F: '$1 == "pub" { primary = 1 } $1 == "fpr" && primary { print $10; primary = 0 }')
    [ "$found" = "$NVIDIA_KEY" ] || die "$NVIDIA_REPOSITORY/gpgkey has the key ${found//$'\n'/ }, not $NVIDIA_KEY"
    GNUPGHOME=$work gpg --batch --quiet --yes --dearmor --output "$keyring" "$work/key"
    chmod 644 "$keyring"
    rm -rf "$work"
    printf '%s\n' "$line" >"$list"
    updated=no
    changed "the repository $NVIDIA_REPOSITORY"
}

toolkit() {
    if ! have nvidia-ctk && [ "$gpu" = install ]; then
        nvidia_repository
        packages "nvidia-container-toolkit-base=$TOOLKIT_VERSION" "libnvidia-container1=$TOOLKIT_VERSION" \
            "libnvidia-container-tools=$TOOLKIT_VERSION" "nvidia-container-toolkit=$TOOLKIT_VERSION"
    fi
    # What docker run --gpus calls.
    if ! have nvidia-ctk || ! have nvidia-container-runtime-hook; then
        die "the NVIDIA container toolkit is not on this machine: --gpu install installs it"
    fi
    at_least 'NVIDIA container toolkit' "$TOOLKIT_MINIMUM" "$(nvidia-ctk --version | version)"
}

# environment VENV LIST OPTION...: a virtual environment with exactly the files whose hashes the list has. Made anew
# when the list or the machine's Python is another; a cut-short one lacks its mark.
environment() {
    local venv=$1 list=$2 made_of
    shift 2
    made_of="$(sha256sum <"$list" | cut -d ' ' -f 1) $(python3 -VV | tr '\n' ' ')"
    [ "$(cat "$venv/made-of" 2>/dev/null)" != "$made_of" ] || return 0
    rm -rf "$venv"
    mkdir -p "$(dirname "$venv")"
    python3 -m venv "$@" "$venv"
    "$venv/bin/python" -I -m pip install --quiet --disable-pip-version-check --no-input --no-cache-dir \
        --root-user-action ignore --require-hashes --no-deps --only-binary :all: --ignore-installed --requirement "$list"
    printf '%s\n' "$made_of" >"$venv/made-of"
    changed "$venv"
}

environments() {
    local python
    packages ca-certificates python3-venv
    python=$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    [[ $python =~ ^3\.1[0-3]$ ]] || die "python3 is $python: monai-deploy needs 3.10 to 3.13"
    environment "$UPSTREAM_VENV" "$HERE/requirements/upstream.txt"
    "$UPSTREAM_VENV/bin/monai-deploy" package --help >/dev/null || die "monai-deploy does not run"
    environment "$RUNNER_VENV" "$HERE/requirements/runner.txt" --system-site-packages
    "$RUNNER_VENV/bin/python" -I -c 'import boto3, inflate64, pydicom' || die "the packages of the runner do not load"
}

# The line in the file that the plugin reads before it builds; others' lines stay.
build_env() {
    local line="MONAI_DEPLOY_UPSTREAM_VENV=$UPSTREAM_VENV"
    ! grep -qsxF "$line" "$BUILD_ENV" || return 0
    mkdir -p "$(dirname "$BUILD_ENV")"
    touch "$BUILD_ENV"
    sed -i '/^MONAI_DEPLOY_UPSTREAM_VENV=/d' "$BUILD_ENV"
    [ -z "$(tail -c 1 "$BUILD_ENV")" ] || echo >>"$BUILD_ENV"
    printf '%s\n' "$line" >>"$BUILD_ENV"
    changed "$BUILD_ENV"
}

# What is on the machine, for whoever wonders later.
record() {
    local new
    new=$(printf '{\n "format": 1,\n "os": "%s",\n "python": "%s",\n "docker": "%s",\n "driver": "%s",\n "toolkit": "%s",\n "upstream": "%s",\n "runner": "%s"\n}' \
        "$(. /etc/os-release && echo "$PRETTY_NAME")" "$(python3 --version | version)" "$(docker --version | version)" \
        "$([ "$gpu" = none ] || driver_version)" "$([ "$gpu" = none ] || nvidia-ctk --version | version)" \
        "$(sha256sum <"$HERE/requirements/upstream.txt" | cut -d ' ' -f 1)" \
        "$(sha256sum <"$HERE/requirements/runner.txt" | cut -d ' ' -f 1)")
    [ "$(cat "$IMAGE_JSON" 2>/dev/null)" != "$new" ] || return 0
    printf '%s\n' "$new" >"$IMAGE_JSON"
    changed "$IMAGE_JSON"
}

systems_manager() {
    have amazon-ssm-agent || [ -e /snap/bin/amazon-ssm-agent ] || [ -e /snap/amazon-ssm-agent/current/amazon-ssm-agent ] ||
        say "note: no Systems Manager agent: this machine can build MAPs, but inference cannot be configured on it"
}

arguments "$@"
machine
docker_engine
if [ "$gpu" != none ]; then
    driver
    toolkit
fi
environments
build_env
record
systems_manager
say "provisioned, $changes changes"
