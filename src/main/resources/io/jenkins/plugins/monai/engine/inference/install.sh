# shellcheck shell=sh
# Installs the runner, as root, through Systems Manager. In front of this stands one line: MONAI_INSTALL='JSON in base64'.
set -eu
umask 022
export MONAI_INSTALL DEBIAN_FRONTEND=noninteractive
venv=/opt/monai-runner/venv

# Conditional writes to S3 came with boto3 1.36. An image for machines without internet brings its own.
has_boto3() {
    "$venv/bin/python" -I -c 'import boto3; assert tuple(map(int, boto3.__version__.split(".")[:2])) >= (1, 36)' \
        2>/dev/null
}

make_venv() {
    python3 -m venv --clear --system-site-packages "$venv"
}

if ! has_boto3; then
    mkdir -p /opt/monai-runner
    if ! make_venv >/dev/null 2>&1; then
        apt-get -qq update
        apt-get -qq install -y python3-venv
        make_venv
    fi
    has_boto3 || "$venv/bin/python" -I -m pip install --quiet --disable-pip-version-check 'boto3==1.43.106'
    has_boto3 || { echo 'boto3 1.36 or newer is neither on the image nor to be had from the package index'; exit 1; }
fi

exec "$venv/bin/python" -I - <<'PROGRAM'
import base64
import hashlib
import io
import json
import os
import shutil
import sys
import zipfile
from pathlib import Path

ROOT = Path("/opt/monai-runner")
ETC = Path("/etc/monai-runner")


def write(path: Path, content: bytes, mode: int) -> None:
    """Replaces a file in one go."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + ".new")
    new.write_bytes(content)
    new.chmod(mode)
    new.replace(path)


def replace_library(archive: zipfile.ZipFile) -> None:
    """A runner at work has imported what it needs; it starts anew from the new folder."""
    new, old, lib = ROOT / "lib.new", ROOT / "lib.old", ROOT / "lib"
    shutil.rmtree(new, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
    for name in archive.namelist():
        if name.startswith("lib/"):
            write(new / name.removeprefix("lib/"), archive.read(name), 0o644)
    if lib.exists():
        lib.rename(old)
    new.rename(lib)
    shutil.rmtree(old, ignore_errors=True)


wanted = json.loads(base64.b64decode(os.environ.pop("MONAI_INSTALL")))
os.environ.update(wanted["environment"])

import boto3  # noqa: E402 - reads the environment

s3 = boto3.client("s3", region_name=wanted["region"])
content = s3.get_object(Bucket=wanted["bucket"], Key=wanted["key"])["Body"].read()
if hashlib.sha256(content).hexdigest() != wanted["sha256"]:
    sys.exit("The archive in the bucket is not the one that was put there")
with zipfile.ZipFile(io.BytesIO(content)) as archive:
    replace_library(archive)
    write(Path("/usr/local/bin/monai-runner"), archive.read("bin/monai-runner"), 0o755)
    unit = archive.read("systemd/monai-runner.service")
    write(Path("/etc/systemd/system/monai-runner.service"), unit, 0o644)
lines = [f'{name}="{value}"\n' for name, value in sorted(wanted["environment"].items())]
write(ETC / "environment", "".join(lines).encode(), 0o644)
write(ETC / "settings.json", json.dumps(wanted["settings"], indent=1).encode(), 0o644)
print(f"installed the runner {wanted['sha256'][:12]}")
PROGRAM
