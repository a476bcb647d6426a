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

#: Folders count too: so many entries are looked at for each file that is allowed.
_ENTRIES_A_FILE = 10


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
    is root, upload any file of the machine), when they are too many, too large, too deep or not to
    be read, or when the expected ones are missing.
    """
    try:
        found = _walk(folder, settings)
    except JobFailure as failure:
        failure.log = log
        raise
    except PermissionError as error:
        raise JobFailure(
            "OUTPUT_UNREADABLE",
            "the MAP wrote a file or folder that the runner may not read",
            "let the MAP's files be readable for everybody",
            log,
        ) from error
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


def _walk(folder: Path, settings: Settings) -> list[Output]:
    """Looks at entry by entry, in bounded memory, and nowhere deeper than a key can reach. All
    errors of the system are raised: an output that is passed over would be one that is lost."""
    found: list[Output] = []
    waiting = [folder]
    entries, total = 0, 0
    while waiting:
        with os.scandir(waiting.pop()) as listed:
            for entry in listed:
                file = Path(entry.path)
                relative = _text(file.relative_to(folder))
                status = entry.stat(follow_symlinks=False)
                entries += 1
                if stat.S_ISDIR(status.st_mode):
                    waiting.append(file)
                elif stat.S_ISREG(status.st_mode):
                    total += status.st_size
                    found.append(Output(file, relative, status.st_size, dicom.is_dicom(file)))
                else:
                    raise JobFailure("OUTPUT_SPECIAL", "the MAP wrote a link or special file")
                if (
                    len(found) > settings.limits.files
                    or entries > _ENTRIES_A_FILE * settings.limits.files
                    or total > settings.limits.bytes
                ):
                    raise JobFailure(
                        "OUTPUT_TOO_LARGE",
                        "the MAP's outputs are more or larger than the limits allow",
                        "raise limits.files or limits.bytes",
                    )
    return sorted(found, key=lambda output: output.path)


def _text(path: Path) -> str:
    text = path.as_posix()
    try:
        length = len(f"files/{text}".encode())
    except UnicodeEncodeError as error:
        raise JobFailure("OUTPUT_NAME", "an output's name is not UTF-8") from error
    if length > layout.RESULTS_RESERVE - 1:
        raise JobFailure(
            "OUTPUT_NAME",
            "an output's path is too long for the bucket",
            f"use names and folders of at most {layout.RESULTS_RESERVE - 7} bytes in all",
        )
    return text


def clear(store: Store, prefix: str) -> None:
    """Deletes what an earlier attempt left of this job's results, so that two runs never mix."""
    for item in list(store.list(prefix)):
        name = item.key[len(prefix) :]
        if name in (MANIFEST, "log.txt") or name.startswith(("dicom/", "files/")):
            store.delete(item.key)


def try_to_write(store: Store, settings: Settings, job: Job) -> None:
    """Finds out that results may be written, before anything is done for them. Raises ClientError
    when not."""
    key = f"{settings.results_prefix}.monai-{job.id[:12]}"
    _put(store, key, b"", job.id, "application/octet-stream")
    store.delete(key)


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
