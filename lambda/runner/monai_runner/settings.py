"""The runner's settings file, ``/etc/monai-runner/settings.json``. It holds no secret."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from monai_ledger.terms import AES256, Terms, TermsError
from monai_runner import mounts, users

DEFAULT_FILE = "/etc/monai-runner/settings.json"
#: The grammar of references (distribution/reference, regexp.go), which keeps an image from
#: being taken for an option: a registry's host with or without port, the repository, the digest.
_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[a-fA-F0-9:]+\])(?::[0-9]+)?"
_PART = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
_DIGEST = re.compile(
    rf"(?:{_HOST}/)?{_PART}(?:/{_PART})*(?::[\w][\w.-]{{0,127}})?@sha256:[a-f0-9]{{64}}", re.ASCII
)


#: Hours; a month.
_MOST_PATIENCE = 744


class SettingsError(Exception):
    """The settings cannot be used; the message names the field."""


@dataclass(frozen=True)
class Limits:
    """What one study may take. Bytes hold for the upload and, apart from it, for what is
    extracted and for the outputs; minutes for the extraction and the MAP together."""

    bytes: int = 8 * 1024**3
    files: int = 20_000
    minutes: float = 60.0


@dataclass(frozen=True)
class Container:
    """How the MAP is run. ``memory_mib`` 0 leaves 1 GiB to the system; ``user`` (UID:GID)
    replaces an image's root user, and its group an image's root group."""

    cli: str = "docker"
    memory_mib: int = 0
    shm_mib: int = 1024
    pids: int = 4096
    user: str = "1000:1000"
    ecr_login: bool = True


@dataclass(frozen=True)
class HealthImaging:
    """The data store to import into and the role the service reads the bucket with."""

    datastore_id: str
    data_access_role_arn: str
    inputs: bool = True
    results: bool = True
    minutes: float = 60.0


@dataclass(frozen=True)
class Encryption:
    """How what is written is encrypted: ``AES256`` (SSE-S3), ``aws:kms`` or ``aws:kms:dsse``, the
    latter two with ``kms_key`` or the account's key for S3."""

    algorithm: str = AES256
    kms_key: str | None = None


@dataclass(frozen=True)
class Settings:
    """All settings. The JSON names are the same in camelCase."""

    bucket: str
    bucket_owner: str
    image: str
    input_prefix: str = "input/"
    results_prefix: str = "results/"
    inferred_prefix: str = "inferred/"
    failed_prefix: str = "failed/"
    ledger_prefix: str = ".monai/"
    region: str | None = None
    gpu: bool = True
    network: bool = False
    slots: int = 1
    max_attempts: int = 3
    lease_seconds: float = 120.0
    poll_seconds: float = 60.0
    retry_seconds: float = 15.0
    patience_hours: float = 72.0
    idle_minutes: float = 15.0
    stop: str = "ec2"
    require_deidentified: bool = False
    min_output_files: int = 1
    min_dicom_files: int = 0
    work_folder: str = "/var/lib/monai-runner"
    log_folder: str = "/var/log/monai-runner"
    run_folder: str = "/run/monai-runner"
    limits: Limits = field(default_factory=Limits)
    container: Container = field(default_factory=Container)
    encryption: Encryption = field(default_factory=Encryption)
    health_imaging: HealthImaging | None = None

    @property
    def terms(self) -> Terms:
        """On what terms S3 is spoken to. Raises TermsError."""
        return Terms(self.bucket_owner, self.encryption.algorithm, self.encryption.kms_key)


def file_name(environment: Mapping[str, str] = os.environ) -> Path:
    """The settings file: ``MONAI_RUNNER_SETTINGS`` or the default."""
    return Path(environment.get("MONAI_RUNNER_SETTINGS") or DEFAULT_FILE)


def add_environment(settings_file: Path, environment: MutableMapping[str, str]) -> None:
    """Adds the ``AWS_...`` variables of the file ``environment`` beside the settings, which is in
    systemd's form (``NAME="value"``), unless they are set. Commands that systemd did not start,
    such as ``wake``, so find the same endpoints as the service. No such file is fine."""
    try:
        lines = (settings_file.parent / "environment").read_text("utf-8").splitlines()
    except OSError:
        return
    for line in lines:
        name, found, value = line.strip().partition("=")
        if found and name.startswith("AWS_"):
            environment.setdefault(name, value.strip().strip('"'))


def load(path: Path) -> Settings:
    """Reads and checks the file. Raises SettingsError."""
    try:
        raw = json.loads(path.read_bytes())
    except OSError as error:
        raise SettingsError(f"the settings file cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise SettingsError("the settings file is not JSON") from error
    settings: Settings = _build(Settings, raw, "")
    _check(settings)
    return settings


def check_image(image: str) -> None:
    """Raises SettingsError for what is no reference with a digest."""
    if not _DIGEST.fullmatch(image):
        raise SettingsError("image must be REPOSITORY@sha256:DIGEST, so that it is reproducible")


def _snake(name: str) -> str:
    return re.sub(r"[A-Z]", lambda match: "_" + match.group().lower(), name)


def _build(kind: Any, raw: Any, path: str) -> Any:
    if not isinstance(raw, dict):
        raise SettingsError(f"{path or 'the settings'} must be an object")
    known = {item.name: item for item in fields(kind)}
    nested = {
        "limits": Limits,
        "container": Container,
        "encryption": Encryption,
        "health_imaging": HealthImaging,
    }
    values: dict[str, Any] = {}
    for json_name, value in raw.items():
        name = _snake(json_name)
        if name not in known:
            raise SettingsError(f"unknown setting {path}{json_name}")
        if name in nested and value is not None:
            value = _build(nested[name], value, f"{path}{json_name}.")
        else:
            _check_type(str(known[name].type), value, path + json_name)
        values[name] = value
    try:
        return kind(**values)
    except TypeError as error:
        raise SettingsError(f"missing setting in {path or 'the settings'}: {error}") from error


def _check_type(annotation: str, value: Any, name: str) -> None:
    if value is None and "None" in annotation:
        return
    wanted = annotation.partition(" ")[0]
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    right = {
        "str": isinstance(value, str),
        "bool": isinstance(value, bool),
        "int": number and isinstance(value, int),
        "float": number,
    }.get(wanted, False)
    if not right:
        raise SettingsError(f"{name} must be of type {wanted}")


def _check(settings: Settings) -> None:
    if not settings.bucket:
        raise SettingsError("bucket is empty")
    try:
        _ = settings.terms
    except TermsError as error:
        raise SettingsError(f"bucketOwner or encryption: {error}") from error
    check_image(settings.image)
    prefixes = {
        "inputPrefix": settings.input_prefix,
        "resultsPrefix": settings.results_prefix,
        "inferredPrefix": settings.inferred_prefix,
        "failedPrefix": settings.failed_prefix,
        "ledgerPrefix": settings.ledger_prefix,
    }
    for name, prefix in prefixes.items():
        if not prefix.endswith("/") or prefix.startswith("/"):
            raise SettingsError(f"{name} must end with / and not start with it")
        for other, text in prefixes.items():
            # An overlap would let results become inputs: an endless loop.
            if other != name and text.startswith(prefix):
                raise SettingsError(f"{other} lies under {name}")
    positive = {
        "slots": settings.slots,
        "maxAttempts": settings.max_attempts,
        "leaseSeconds": settings.lease_seconds,
        "pollSeconds": settings.poll_seconds,
        "limits.bytes": settings.limits.bytes,
        "limits.files": settings.limits.files,
        "limits.minutes": settings.limits.minutes,
        "container.pids": settings.container.pids,
        "container.shmMib": settings.container.shm_mib,
    }
    for name, number in positive.items():
        if number <= 0:
            raise SettingsError(f"{name} must be greater than 0")
    if not 0 <= settings.patience_hours <= _MOST_PATIENCE:
        raise SettingsError(f"patienceHours must lie between 0 and {_MOST_PATIENCE}")
    if settings.container.memory_mib < 0:
        raise SettingsError("container.memoryMib must not be less than 0")
    if not users.is_user(settings.container.user):
        raise SettingsError("container.user must be UID:GID in numbers greater than 0")
    if not mounts.is_plain(settings.work_folder):
        raise SettingsError(
            "workFolder must be an absolute path of letters, digits, '.', '_' and '-'"
        )
    cli = settings.container.cli
    if cli not in ("docker", "podman") and not Path(cli).is_absolute():
        raise SettingsError("container.cli must be docker, podman or an absolute path")
    if settings.stop not in ("ec2", "none"):
        raise SettingsError("stop must be ec2 or none")
