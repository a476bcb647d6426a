"""What the MAP wrote: taken stock of, uploaded, and described in ``result.json``."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monai_ledger import SCHEMA, clock
from monai_ledger.job import Job
from monai_ledger.store import ConditionFailed, Store
from monai_runner import dicom, killpoint, layout, transfer
from monai_runner.failure import JobFailure
from monai_runner.placing import MANIFEST
from monai_runner.settings import Settings


@dataclass(frozen=True)
class Output:
    """One file: where it is, its path below the output folder, its size, and is it DICOM."""

    file: Path
    path: str
    size: int
    dicom: bool

    @property
    def name(self) -> str:
        """Its name below the results folder, DICOM apart from the rest."""
        return ("dicom/" if self.dicom else "files/") + self.path


def collect(folder: Path, settings: Settings, log: str) -> list[Output]:
    """The regular files of the output folder.

    Raises JobFailure when there is a link or a special file (a link could make the runner, which
    is root, upload any file of the machine), when they are too many or too large, or when the
    expected ones are missing.
    """
    found: list[Output] = []
    total = 0
    for path, folders, files in os.walk(folder, followlinks=False):
        # What the container's user made may be closed even to listing.
        for name in sorted([*folders, *files]):
            file = Path(path) / name
            mode = file.lstat().st_mode
            if stat.S_ISDIR(mode):
                continue
            if not stat.S_ISREG(mode):
                raise JobFailure("OUTPUT_SPECIAL", "the MAP wrote a link or special file", log=log)
            relative = _text(file.relative_to(folder))
            size = file.lstat().st_size
            total += size
            found.append(Output(file, relative, size, dicom.is_dicom(file)))
            if len(found) > settings.limits.files or total > settings.limits.bytes:
                raise JobFailure(
                    "OUTPUT_TOO_LARGE",
                    "the MAP's outputs are more or larger than the limits allow",
                    "raise limits.files or limits.bytes",
                    log,
                )
    images = sum(output.dicom for output in found)
    if len(found) < settings.min_output_files or images < settings.min_dicom_files:
        raise JobFailure(
            "OUTPUT_MISSING",
            f"the MAP wrote {len(found)} files, {images} of them DICOM; expected are "
            f"{settings.min_output_files} and {settings.min_dicom_files}",
            "see the log; a series selection that matches nothing ends like this",
            log,
        )
    return found


def _text(path: Path) -> str:
    text = path.as_posix()
    try:
        length = len(f"files/{text}".encode())
    except UnicodeEncodeError as error:
        raise JobFailure("OUTPUT_NAME", "an output's name is not UTF-8") from error
    if length > layout.RESULTS_RESERVE - 1:
        raise JobFailure("OUTPUT_NAME", "an output's path is too long for the bucket")
    return text


def clear(store: Store, prefix: str) -> None:
    """Deletes what an earlier attempt left of this job's results, so that two runs never mix."""
    for item in list(store.list(prefix)):
        name = item.key[len(prefix) :]
        if name in (MANIFEST, "log.txt") or name.startswith(("dicom/", "files/")):
            store.delete(item.key)


def publish(
    store: Store, job: Job, prefix: str, found: list[Output], log: str, facts: dict[str, Any]
) -> dict[str, Any]:
    """Uploads the outputs and, last, the manifest, which says that they are complete.

    Returns the manifest that stands there: its writing is conditional, so of two runners that
    both believe they own the job one wins.
    """
    for output in found:
        content = "application/dicom" if output.dicom else "application/octet-stream"
        transfer.upload(store, output.file, prefix + output.name, job.id, content)
        killpoint.here("uploading")
    _put(store, prefix + "log.txt", log.encode("utf-8"), job.id, "text/plain; charset=utf-8")
    killpoint.here("uploaded")
    manifest: dict[str, Any] = {
        "schema": SCHEMA,
        "job": job.id,
        "input": {
            "bucket": job.bucket,
            "key": job.key,
            "versionId": job.version_id,
            "eTag": job.e_tag,
            "size": job.size,
        },
        **facts,
        "finished": clock.to_text(clock.utc_now()),
        "outputs": [
            {"name": output.name, "bytes": output.size, "dicom": output.dicom} for output in found
        ],
    }
    body = json.dumps(manifest, ensure_ascii=True, indent=1).encode("ascii")
    try:
        _put(store, prefix + MANIFEST, body, job.id, "application/json", IfNoneMatch="*")
    except ConditionFailed:
        stored = store.get(prefix + MANIFEST)
        manifest = json.loads(stored.body) if stored else manifest
    return manifest


def put_reason(store: Store, key: str, job: Job, reason: dict[str, Any]) -> None:
    """Writes the reason beside a failed input."""
    body = json.dumps(reason, ensure_ascii=True, indent=1).encode("ascii")
    _put(store, key, body, job.id, "application/json")


def _put(
    store: Store, key: str, body: bytes, job_id: str, content_type: str, **condition: str
) -> None:
    store.put_described(key, body, content_type, {transfer.JOB_METADATA: job_id}, **condition)
