# shellcheck shell=bash source=machine.sh
# Container images are written to the machine's local NVMe, where it has one, rather than to its network volume. Only on
# machines that were launched for this: /run/monai-deploy/began is theirs. Whatever fails, the data stays on the volume.
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ssd-instance-store.html
machine_root=${MONAI_DEPLOY_ROOT:-} # for tests alone: where the machine's files are

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

stays() {
    echo "WARNING: the data of containers stays on the machine's volume: $*"
}

# A link and a device may have several names.
instance_store_devices() {
    local link
    for link in "$machine_root"/dev/disk/by-id/nvme-Amazon_EC2_NVMe_Instance_Storage_*; do
        case $link in
            *-part*) ;;
            *) [ ! -e "$link" ] || readlink -f "$link" ;;
        esac
    done | sort -u
}

# Whether nothing is on a device: no partition, no part of a RAID or volume group, no file system, nothing that uses it.
is_free() {
    local tree signatures
    tree=$(lsblk --noheadings --output NAME,MOUNTPOINT "$1") || return 1
    [ "$(wc -l <<<"$tree")" -eq 1 ] && [ "$(wc -w <<<"$tree")" -eq 1 ] || return 1
    signatures=$(as_root wipefs --no-act "$1") && [ -z "$signatures" ] || return 1
    as_root blkid --probe "$1" >/dev/null 2>&1
    [ $? -eq 2 ]
}

# The Deep Learning AMIs make one volume of all instance stores while they boot: theirs are never touched.
dlami_store() {
    local waited=0 folder=$machine_root/opt/dlami/nvme
    until mountpoint -q "$folder"; do
        [ "$waited" -lt "${MONAI_DEPLOY_STORE_SECONDS:-60}" ] || return 1
        sleep 1
        waited=$((waited + 1))
    done
    echo "$folder"
}

formatted_store() {
    local device folder=$machine_root/mnt/monai-deploy
    for device in $(instance_store_devices); do
        if is_free "$device"; then
            as_root mkfs.ext4 -q -m 0 -E lazy_itable_init=1,lazy_journal_init=1 "$device" >/dev/null </dev/null &&
                as_root mkdir -p "$folder" && as_root mount -o noatime "$device" "$folder" && echo "$folder"
            return
        fi
    done
    return 1
}

kib_free() {
    df --output=avail "$1" | tail -n 1 | tr -d ' '
}

free_gb() {
    echo "$(($(kib_free "$1") * 1024 / 1000000000))"
}

# With the folder's owner, mode and what little is in it before there are images.
bind_data() {
    local place
    place=$1/monai-deploy/$(basename "$2")
    as_root mkdir -p "$place" "$2" && as_root cp -a "$2/." "$place/" && as_root mount --bind "$place" "$2"
}

docker_data() {
    local store=$1 folder=$2 daemon=containerd moved=()
    [ -d "$machine_root/run/systemd/system" ] || { stays "there is no systemd to restart Docker with"; return; }
    as_root systemctl stop docker.socket docker.service 2>/dev/null || true
    if as_root systemctl is-active --quiet "$daemon"; then as_root systemctl stop "$daemon"; else daemon=""; fi
    local one failed=""
    for one in "$folder" "$machine_root/var/lib/containerd"; do
        [ "$one" = "$folder" ] || [ -d "$one" ] || continue
        if bind_data "$store" "$one"; then moved=("$one" "${moved[@]}"); else failed=1 && break; fi
    done
    if [ -n "$failed" ] || ! start_docker "$daemon"; then
        as_root systemctl stop docker.socket docker.service $daemon 2>/dev/null || true
        for one in "${moved[@]}"; do as_root umount "$one"; done
        start_docker "$daemon" || true
        stays "Docker did not start with its data on $store"
        return
    fi
    echo "Docker keeps its data on the machine's local NVMe, $(free_gb "$store") GB free"
}

start_docker() {
    # shellcheck disable=SC2086 # empty where containerd is no service of its own
    { [ -z "$1" ] || as_root systemctl start $1; } && as_root systemctl start docker.service && docker info >/dev/null
}

podman_data() {
    if bind_data "$1" "$2"; then
        echo "Podman keeps its data on the machine's local NVMe, $(free_gb "$1") GB free"
    else
        stays "the NVMe could not be mounted at $2"
    fi
}

# Of the tool that builds: where its data is, and nothing where it is another machine's or not empty.
data_folder() {
    local folder
    case $1 in
        docker) [ -z "${DOCKER_HOST:-}" ] && folder=$(docker info --format '{{.DockerRootDir}}') || return 1 ;;
        podman) folder=$(podman info --format '{{.Store.GraphRoot}}') || return 1 ;;
        *) return 1 ;;
    esac
    case $folder in /*/*) echo "$folder" ;; *) return 1 ;; esac
}

use_instance_store() {
    local tool=$1 folder store
    [ -e "$machine_root/run/monai-deploy/began" ] && [ -n "$(instance_store_devices)" ] || return 0
    folder=$(data_folder "$tool") || { stays "$tool does not say where it has it"; return; }
    ! mountpoint -q "$folder" || return 0
    if [ -n "$("$tool" images --quiet)$("$tool" ps --all --quiet)" ]; then
        stays "the AMI brings images or containers along"
        return
    fi
    as_root true 2>/dev/null || { stays "$(id -un) may not become root"; return; }
    if [ -d "$machine_root/opt/dlami" ]; then
        store=$(dlami_store) || { stays "the AMI did not mount its NVMe"; return; }
    else
        store=$(formatted_store) || { stays "no NVMe of the machine is empty"; return; }
    fi
    if [ "$(kib_free "$store")" -le "$(kib_free "$folder")" ]; then
        stays "it has more room than the NVMe"
    else
        "${tool}_data" "$store" "$folder"
    fi
}

# In a process of its own, so that nothing it meets ends the packaging.
(
    set +eu
    PATH=$PATH:/usr/sbin:/sbin
    if tool=$(container_tool); then use_instance_store "$tool"; fi
) || true
