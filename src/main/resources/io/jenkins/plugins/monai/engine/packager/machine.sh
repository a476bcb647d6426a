# shellcheck shell=bash
# What the machine itself has to say: variables for container tools and pip (BUILDAH_ISOLATION, DOCKER_HOST,
# HTTPS_PROXY, PIP_CONFIG_FILE, PIP_CERT) and MONAI_DEPLOY_BUILD_TOOL (docker or podman),
# MONAI_DEPLOY_BUILD_NETWORK (as in --network) and MONAI_DEPLOY_PROGRESS_SECONDS (between two lines of a push)
# and MONAI_DEPLOY_PUSH_PAUSES (seconds before each repetition of a push).
if [ -r /etc/monai-deploy/build.env ]; then
    echo "Reading /etc/monai-deploy/build.env"
    set -a
    # shellcheck source=/dev/null
    . /etc/monai-deploy/build.env
    set +a
fi

fail() {
    echo "ERROR: $*" >&2
    exit 1
}

# Debian's podman-docker gives podman the name docker.
is_docker() {
    command -v docker >/dev/null && ! docker --version 2>/dev/null | grep -qi podman && docker info >/dev/null 2>&1
}

container_tool() {
    if [ -n "${MONAI_DEPLOY_BUILD_TOOL:-}" ]; then
        command -v "$MONAI_DEPLOY_BUILD_TOOL" >/dev/null || return 1
        echo "$MONAI_DEPLOY_BUILD_TOOL"
    elif is_docker; then
        echo docker
    elif command -v podman >/dev/null; then
        echo podman
    else
        return 1
    fi
}

# The bytes that have left the machine through the interface of its default route.
bytes_sent() {
    local interface destination rest
    while read -r interface destination rest; do
        if [ "$destination" = 00000000 ]; then
            cat "/sys/class/net/$interface/statistics/tx_bytes"
            return
        fi
    done < /proc/net/route
    return 1
}

# A container tool without a terminal says nothing for minutes. Ends with the process that it is given.
tell_traffic() {
    local first now seconds=0 interval=${MONAI_DEPLOY_PROGRESS_SECONDS:-10}
    first=$(bytes_sent 2>/dev/null) || return 0
    while sleep "$interval" >/dev/null 2>&1 && kill -0 "$1" 2>/dev/null; do
        now=$(bytes_sent 2>/dev/null) || return 0
        seconds=$((seconds + interval))
        echo "Sent $(((now - first) / 1000000)) MB in $seconds s"
    done
}

no_container_tool() {
    if command -v docker >/dev/null; then
        echo "docker says:" >&2
        docker info 2>&1 >/dev/null | tail -n 5 >&2 || true
    fi
    fail "neither a Docker daemon that $(id -un) may use nor podman is on the machine"
}

first_readable() {
    local file
    for file in "$@"; do
        if [ -n "$file" ] && [ -r "$file" ] && [ -f "$file" ]; then
            echo "$file"
            return
        fi
    done
}

# A hospital's package index, as pip on the machine knows it.
pip_configuration() {
    first_readable "${PIP_CONFIG_FILE:-}" "${XDG_CONFIG_HOME:-${HOME:-/root}/.config}/pip/pip.conf" \
        "${HOME:-/root}/.pip/pip.conf" /etc/xdg/pip/pip.conf /etc/pip.conf
}

# The certificate authorities that the machine trusts: those of Debian, Ubuntu and Amazon Linux.
certificate_authorities() {
    local configured=""
    if [ -n "$1" ]; then
        configured=$(sed -n 's/^[[:space:]]*cert[[:space:]]*[=:][[:space:]]*//p' "$1" | head -n 1)
    fi
    first_readable "${PIP_CERT:-}" "$configured" "${SSL_CERT_FILE:-}" /etc/ssl/certs/ca-certificates.crt \
        /etc/pki/tls/certs/ca-bundle.crt
}
