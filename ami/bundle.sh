#!/usr/bin/env bash
# Writes target/monai-deploy-ami.tar.gz, what image-builder.yaml installs on a machine, and prints its SHA-256. The same
# files make the same archive.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
archive=../target/monai-deploy-ami.tar.gz
mkdir -p ../target
tar --create --format=ustar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode='u=rwX,go=rX' \
    provision.sh versions.env requirements | gzip -n9 >"$archive"
sha256sum "$archive" | cut -d ' ' -f 1
