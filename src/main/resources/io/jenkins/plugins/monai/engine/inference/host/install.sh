# shellcheck shell=sh
# Installs the runner, as root, through Systems Manager. In front of this stands one line: MONAI_INSTALL='JSON in base64'.
set -eu
umask 022
export MONAI_INSTALL DEBIAN_FRONTEND=noninteractive
venv=/opt/monai-runner/venv

# It would take a runner that is being replaced for one that hangs. activate.sh starts it again.
systemctl --quiet stop monai-runner-watchdog.timer 2>/dev/null || true

if ! "$venv/bin/python" -I -m pip --version >/dev/null 2>&1; then
    mkdir -p /opt/monai-runner
    # Packages that the image brings are used as they are, so that a machine without internet can do without an index.
    if ! python3 -m venv --clear --system-site-packages "$venv" >/dev/null 2>&1; then
        apt-get -qq update
        apt-get -qq install -y python3-venv
        python3 -m venv --clear --system-site-packages "$venv"
    fi
fi

"$venv/bin/python" -I -c '
import base64, json, os, sys
sys.stdout.write(json.loads(base64.b64decode(os.environ["MONAI_INSTALL"]))["requirements"])
' >/opt/monai-runner/requirements.txt
"$venv/bin/python" -I -m pip install --quiet --disable-pip-version-check --no-input --root-user-action ignore \
    --requirement /opt/monai-runner/requirements.txt || {
    echo 'the packages of the runner are neither on the image nor to be had from the package index' >&2
    exit 1
}

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
content = s3.get_object(
    Bucket=wanted["bucket"], Key=wanted["key"], ExpectedBucketOwner=wanted["bucketOwner"]
)["Body"].read()
if hashlib.sha256(content).hexdigest() != wanted["sha256"]:
    sys.exit("The archive in the bucket is not the one that was put there")
with zipfile.ZipFile(io.BytesIO(content)) as archive:
    replace_library(archive)
    for name in archive.namelist():
        folder, _, file = name.partition("/")
        if folder == "bin":
            write(Path("/usr/local/bin") / file, archive.read(name), 0o755)
        elif folder == "systemd":
            write(Path("/etc/systemd/system") / file, archive.read(name), 0o644)
lines = [f'{name}="{value}"\n' for name, value in sorted(wanted["environment"].items())]
write(ETC / "environment", "".join(lines).encode(), 0o644)
write(ETC / "settings.json", json.dumps(wanted["settings"], indent=1).encode(), 0o644)
print(f"installed the runner {wanted['sha256'][:12]}")
PROGRAM
