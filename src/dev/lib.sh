# shellcheck shell=bash
# What the scripts of this folder share. Sourced, never run.

set -euo pipefail

REPOSITORY=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# is_plain PATH: no character by which anything separates: class paths at colons, options of container engines at
# commas and spaces; and none outside of ASCII, which a Java in the C locale cannot name.
is_plain() {
    local LC_ALL=C
    [[ $1 =~ ^[A-Za-z0-9/._+@-]+$ ]]
}

# plain_folder: a folder of this user's own whose path is plain, made when it is missing.
plain_folder() {
    local folder
    for folder in "${XDG_CACHE_HOME:-$HOME/.cache}/monai-deploy" "/var/tmp/monai-deploy-$(id -u)" "/tmp/monai-deploy-$(id -u)"; do
        if is_plain "$folder" && (umask 077 && mkdir -p "$folder") 2>/dev/null && [ -O "$folder" ] && [ ! -L "$folder" ]; then
            printf '%s\n' "$folder"
            return
        fi
    done
    printf '%s\n' "This working copy needs a folder of its own with a plain path: $folder cannot be made" >&2
    return 1
}

# A working copy whose path is not plain is used by another name, a link to it.
if ! is_plain "$REPOSITORY"; then
    link="$(plain_folder)/$(printf %s "$REPOSITORY" | cksum | tr ' ' -)"
    ln -sfn "$REPOSITORY" "$link"
    REPOSITORY=$link
fi
if ! is_plain "${TMPDIR:-/tmp}"; then
    TMPDIR="$(plain_folder)/tmp"
    mkdir -p "$TMPDIR"
    export TMPDIR
fi
# For what asks where it is: a process's own answer is the path without links.
export MONAI_WORKING_COPY="$REPOSITORY"
# shellcheck disable=SC2034 # for the scripts that source this
DEV="$REPOSITORY/src/dev"
cd "$REPOSITORY"

# Programs that were fetched without being installed.
TOOLS_FOLDER="$(plain_folder 2>/dev/null || true)/bin"
# Debian keeps sshd, runc and debootstrap where only root's PATH looks.
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin:$TOOLS_FOLDER"

say() {
    printf '%s\n' "$*"
}

die() {
    printf '%s\n' "$*" >&2
    exit 1
}

have() {
    command -v "$1" >/dev/null 2>&1
}

is_debian_like() {
    have apt-get && grep -Eqs '^ID(_LIKE)?=.*(debian|ubuntu)' /etc/os-release
}

# How this machine installs something: install_hint DEBIAN_PACKAGES FEDORA_PACKAGES BREW_PACKAGES
install_hint() {
    if have apt-get; then
        printf 'sudo apt-get install %s' "$1"
    elif have dnf; then
        printf 'sudo dnf install %s' "$2"
    elif have brew; then
        printf 'brew install %s' "$3"
    else
        printf 'the package manager of this machine (Debian: apt-get install %s)' "$1"
    fi
}

# at_least 3.8 3.8.7: whether the second version is the first or newer.
at_least() {
    [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

# The first digits-and-dots of the standard input.
first_version() {
    grep -Eom1 '[0-9]+(\.[0-9]+)*' | head -n 1
}

need_jdk() {
    local bin=${JAVA_HOME:+$JAVA_HOME/bin/} version
    if ! have "${bin}javac"; then
        die "JDK 17 or newer is missing. Install it with: $(install_hint openjdk-17-jdk-headless java-17-openjdk-devel openjdk@17)"
    fi
    version=$("${bin}javac" -version 2>&1 | first_version || true)
    at_least 17 "$version" ||
        die "JDK 17 or newer is needed, ${bin}javac is ${version:-broken}. Install one with: $(install_hint openjdk-17-jdk-headless java-17-openjdk-devel openjdk@17)"
}

need_maven() {
    local version
    have mvn || die "Maven 3.8 or newer is missing. Install it with: $(install_hint maven maven maven)"
    version=$(mvn --version </dev/null 2>/dev/null | sed 's/\x1b\[[0-9;]*m//g' | first_version || true)
    at_least 3.8 "$version" ||
        die "Maven 3.8 or newer is needed, mvn is ${version:-broken}. Install one with: $(install_hint maven maven maven)"
}

# Sets PYTHON to the first Python 3.11 or newer that can make virtual environments.
need_python() {
    local candidate found='' hint
    hint=$(install_hint 'python3 python3-venv' python3 python)
    for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
        if [ -n "$candidate" ] && have "$candidate" &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            found=$candidate
            "$candidate" -c 'import venv, ensurepip' 2>/dev/null || continue
            PYTHON=$candidate
            return
        fi
    done
    [ -z "$found" ] ||
        die "$found cannot make virtual environments: its venv module is missing. Install it with: $hint"
    die "Python 3.11 or newer is missing. Install it with: $hint"
}

# Settings for every Maven run: MAVEN_SETTINGS names a settings file for another repository than Central.
maven_options() {
    printf '%s\n' -B -ntp
    [ -z "${MAVEN_SETTINGS:-}" ] || printf '%s\n' -s "$MAVEN_SETTINGS"
    # Its artifacts stand in class paths.
    is_plain "${HOME// /}" || printf '%s\n' "-Dmaven.repo.local=$(plain_folder)/m2"
}

# central GOALS...: the build that needs Maven Central alone.
central() {
    local options
    mapfile -t options < <(maven_options)
    # For runs of seconds: the second compiler takes more than it gives.
    MAVEN_OPTS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC ${MAVEN_OPTS:-}" mvn "${options[@]}" -f "$REPOSITORY/central/pom.xml" "$@" </dev/null
}

sha256() {
    "$PYTHON" -c 'import hashlib, sys; print(hashlib.sha256(b"".join(open(f, "rb").read() for f in sys.argv[1:])).hexdigest())' "$@"
}

# foreground COMMAND...: runs a command in a process group of its own, so that whatever ends this script ends all of
# it: a shell that waits for a plain child would not hear a SIGTERM, and Maven's forks would outlive it.
foreground() {
    local group status=0
    set -m
    "$@" </dev/null &
    group=$!
    set +m
    # shellcheck disable=SC2064 # the group of now
    trap "end_group $group" INT TERM HUP
    wait "$group" || status=$?
    trap - INT TERM HUP
    return "$status"
}

end_group() {
    local left=300
    trap '' INT TERM HUP
    kill -TERM -- "${@/#/-}" 2>/dev/null || true
    while kill -0 -- "${@/#/-}" 2>/dev/null && [ "$left" -gt 0 ]; do
        left=$((left - 1))
        sleep 0.1
    done
    kill -KILL -- "${@/#/-}" 2>/dev/null || true
    exit 143
}
