#!/bin/bash
# repository.sh FOLDER: makes two package repositories, FOLDER/ubuntu with what Ubuntu has and Debian has not, and
# FOLDER/nvidia in the place of NVIDIA's, signed by a key made for it. Their programs tell their versions and do nothing.
set -euo pipefail
nvidia=$1/nvidia/stable/deb/amd64
mkdir -p "$nvidia" "$1/ubuntu"

# package NAME VERSION PATH CONTENT: with one file, which is a program
package() {
    local tree
    tree=$(mktemp -d)
    chmod 755 "$tree"
    mkdir -p "$tree/DEBIAN" "$tree$(dirname "$3")"
    printf '#!/bin/sh\n%s\n' "$4" >"$tree$3"
    chmod 755 "$tree$3"
    printf '%s\n' "Package: $1" "Version: $2" 'Architecture: amd64' 'Maintainer: test <test@example.org>' \
        'Description: stand-in' >"$tree/DEBIAN/control"
    dpkg-deb --root-owner-group --build "$tree" "$1.deb" >/dev/null
    rm -rf "$tree"
    {
        dpkg-deb --field "$1.deb"
        printf 'Filename: ./%s.deb\nSize: %s\nSHA256: %s\n\n' "$1" "$(stat -c %s "$1.deb")" \
            "$(sha256sum "$1.deb" | cut -d ' ' -f 1)"
    } >>Packages
}

cd "$1/ubuntu"
package "linux-headers-$(uname -r)" 1.0 /usr/share/doc/linux-headers/none 'exit 0'
package nvidia-headless-580-server-open 580.95.05-0 /usr/bin/modinfo 'echo 580.95.05'
package nvidia-utils-580-server 580.95.05-0 /usr/bin/nvidia-smi 'exit 9'
# Older than any real one, which is taken where there is one.
# shellcheck disable=SC2016 # for the program
package docker-buildx 0~0 /usr/libexec/docker/cli-plugins/docker-buildx '[ "$1" != docker-cli-plugin-metadata ] ||
    echo "{\"SchemaVersion\":\"0.1.0\",\"Vendor\":\"test\",\"Version\":\"v0.0.0\"}"'

cd "$nvidia"
package libnvidia-container1 1.19.1-1 /usr/share/doc/libnvidia-container1/none 'exit 0'
package libnvidia-container-tools 1.19.1-1 /usr/share/doc/libnvidia-container-tools/none 'exit 0'
package nvidia-container-toolkit-base 1.19.1-1 /usr/bin/nvidia-ctk 'echo "NVIDIA Container Toolkit CLI version 1.19.1"'
package nvidia-container-toolkit 1.19.1-1 /usr/bin/nvidia-container-runtime-hook 'exit 0'
printf 'Origin: test\nDate: %s\nSHA256:\n %s %s Packages\n' "$(LC_ALL=C date -uR)" \
    "$(sha256sum Packages | cut -d ' ' -f 1)" "$(stat -c %s Packages)" >Release
export GNUPGHOME=$1/gnupg
mkdir -m 700 "$GNUPGHOME"
gpg --batch --quiet --passphrase '' --quick-generate-key 'test <test@example.org>' rsa2048 sign never
gpg --batch --quiet --yes --clearsign --output InRelease Release
gpg --batch --quiet --yes --armor --export --output "$1/nvidia/gpgkey"
gpg --batch --with-colons --list-keys | awk -F: '$1 == "fpr" { print $10; exit }' >"$1/fingerprint"
gpgconf --kill all
