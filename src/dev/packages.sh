#!/usr/bin/env bash
# Installs what real containers need, where that can be done without asking: as root on Debian or Ubuntu.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# command:package
PARTS=(
    podman:podman
    runc:runc
    catatonit:catatonit
    docker-registry:docker-registry
    sshd:openssh-server
    debootstrap:debootstrap
)
# What these packages would switch on for the next boot.
UNITS=(
    ssh.service ssh.socket docker-registry.service podman.service podman.socket podman-restart.service
    podman-auto-update.service podman-auto-update.timer
)
POLICY=/usr/sbin/policy-rc.d

missing=()
for part in "${PARTS[@]}"; do
    have "${part%%:*}" || missing+=("${part##*:}")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "${NO_INSTALL:-}" = 1 ]; then
    say "Without ${missing[*]} (NO_INSTALL=1): local stand-ins instead of real containers"
    exit 0
fi
if [ "$(id -u)" != 0 ] || ! is_debian_like; then
    say "Without ${missing[*]} (installed by itself only as root on Debian or Ubuntu): local stand-ins instead of real containers"
    exit 0
fi

# Units that were there before stay as they are.
known_units() {
    ! have systemctl || systemctl list-unit-files --no-legend "${UNITS[@]}" 2>/dev/null | awk '{print $1}' | sort || true
}
before=$(known_units)

# invoke-rc.d asks this script whether a package may start its service: 101 is no.
if [ ! -e "$POLICY" ]; then
    trap 'rm -f "$POLICY"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$POLICY"
    chmod 755 "$POLICY"
fi

say "Installing ${missing[*]} with apt-get (NO_INSTALL=1 forbids it)"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
if ! { apt-get -q update && apt-get -q -y --no-install-recommends install "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
    tail -n 5 "$log"
    say "apt-get could not install ${missing[*]}: local stand-ins instead of real containers"
    rm -f "$log"
    exit 0
fi
rm -f "$log"

if have systemctl; then
    comm -13 <(printf '%s\n' "$before") <(known_units) | while read -r unit; do
        [ -z "$unit" ] || systemctl disable "$unit" >/dev/null 2>&1 || true
    done
fi
