#!/usr/bin/env bash
# Installs what real containers need, and a second opinion on DICOM files, where that can be done without asking: as
# root on Debian or Ubuntu. Another user there gets the registry, which needs no installing, into a folder of its own.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# command:package
CONTAINERS=(
    podman:podman
    runc:runc
    catatonit:catatonit
    docker-registry:docker-registry
    sshd:openssh-server
    debootstrap:debootstrap
)
# What an ordinary user's containers need beside these: for whoever set this up by sudo.
ROOTLESS=(
    newuidmap:uidmap
    mmdebstrap:mmdebstrap
)
OPINIONS=(
    dciodvfy:dicom3tools
)
# What these packages would switch on for the next boot.
UNITS=(
    ssh.service ssh.socket docker-registry.service podman.service podman.socket podman-restart.service
    podman-auto-update.service podman-auto-update.timer
)
POLICY=/usr/sbin/policy-rc.d

# packages COMMAND:PACKAGE...: those whose command is not there.
packages() {
    local part
    for part in "$@"; do
        have "${part%%:*}" || printf '%s ' "${part##*:}"
    done
}

# without PACKAGES WHY CONSEQUENCE
without() {
    [ -z "$1" ] || say "Without $1($2): $3"
}

without_containers() {
    without "$containers" "$1" 'local stand-ins instead of real containers'
}

without_opinions() {
    without "$opinions" "$1" "the tests' DICOM files are judged by pydicom alone"
}

# fetch_registry: unpacks docker-registry where lib.sh looks for programs.
fetch_registry() {
    local folder
    folder=$(mktemp -d)
    say "Fetching docker-registry into $TOOLS_FOLDER (NO_INSTALL=1 forbids it)"
    if (cd "$folder" && apt-get -q download docker-registry >log 2>&1 </dev/null && dpkg-deb -x docker-registry*.deb root); then
        mkdir -p "$TOOLS_FOLDER"
        mv "$folder/root/usr/bin/docker-registry" "$TOOLS_FOLDER/"
    else
        tail -n 2 "$folder/log"
    fi
    rm -rf "$folder"
}

containers=$(packages "${CONTAINERS[@]}")
if [ "$(id -u)" = 0 ] && [ "${SUDO_UID:-0}" != 0 ]; then
    containers+=$(packages "${ROOTLESS[@]}")
fi
opinions=$(packages "${OPINIONS[@]}")
[ -n "$containers$opinions" ] || exit 0

if [ "${NO_INSTALL:-}" = 1 ]; then
    without_containers 'NO_INSTALL=1'
    without_opinions 'NO_INSTALL=1'
    exit 0
fi
if [ "$(id -u)" != 0 ] || ! is_debian_like; then
    # Whether containers can be had without these the laboratory finds out, and tells why not.
    have docker-registry || ! is_debian_like || fetch_registry
    without_opinions 'installed by itself only as root on Debian or Ubuntu'
    exit 0
fi

# Units that were there before stay as they are.
known_units() {
    ! have systemctl || systemctl list-unit-files --no-legend "${UNITS[@]}" 2>/dev/null | awk '{print $1}' | sort || true
}
before=$(known_units)

log=$(mktemp)
own_policy=
trap 'rm -f "$log" ${own_policy:+"$POLICY"}' EXIT

# invoke-rc.d asks this script whether a package may start its service: 101 is no.
if [ ! -e "$POLICY" ]; then
    own_policy=yes
    printf '#!/bin/sh\nexit 101\n' >"$POLICY"
    chmod 755 "$POLICY"
fi

say "Installing ${containers}${opinions}with apt-get (NO_INSTALL=1 forbids it)"
export DEBIAN_FRONTEND=noninteractive
install() {
    # Names of packages, which are to be split.
    # shellcheck disable=SC2086
    apt-get -q -y --no-install-recommends install $1 >"$log" 2>&1 </dev/null || { tail -n 5 "$log" && false; }
}
apt-get -q update >"$log" 2>&1 </dev/null || tail -n 5 "$log"
[ -z "$containers" ] || install "$containers" || without_containers 'apt-get could not install it'
# On its own: not every distribution's selection has it, which is no reason to be without containers.
[ -z "$opinions" ] || install "$opinions" || without_opinions 'apt-get could not install it'

if have systemctl; then
    comm -13 <(printf '%s\n' "$before") <(known_units) | while read -r unit; do
        [ -z "$unit" ] || systemctl disable "$unit" >/dev/null 2>&1 || true
    done
fi
