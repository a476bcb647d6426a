"""DICOM files laid out for an import: under the ledger, in folders with nothing else in them,
under names that are numbers. An import takes whole prefixes, so neither an upload's own folder
nor an archive would do."""

from __future__ import annotations

from pathlib import Path

from monai_ledger.job import Job
from monai_ledger.ledger import Ledger
from monai_runner import transfer

#: What one import job takes: 5,000 files and 10 GB, which is the most for one file too; see
#: https://docs.aws.amazon.com/general/latest/gr/healthimaging.html, "Service quotas". The first can
#: be raised by request, so a quota that is higher only means more import jobs than are needed.
MOST_FILES = 5_000
MOST_BYTES = 10 * 1000**3


def prefix(ledger: Ledger, job: Job, kind: str) -> str:
    """Where a kind (``input`` or ``results``) is staged; ends with /, as the import demands."""
    return f"{ledger.prefix}staging/{job.id}/{kind}/"


def parts(sizes: list[int]) -> list[int]:
    """The number of each file's part, from 1, so that no part is more than one import job takes.
    A file that is too large for any has a part of its own, which fails alone."""
    numbers: list[int] = []
    number, files, taken = 1, 0, 0
    for size in sizes:
        if files and (files == MOST_FILES or taken + size > MOST_BYTES):
            number, files, taken = number + 1, 0, 0
        files, taken = files + 1, taken + size
        numbers.append(number)
    return numbers


def folders(ledger: Ledger, job: Job, kind: str) -> list[str]:
    """The prefixes of the parts that were staged, each to be imported by itself."""
    listed = ledger.store.list(prefix(ledger, job, kind))
    return sorted({item.key.rpartition("/")[0] + "/" for item in listed})


def stage_files(ledger: Ledger, job: Job, files: list[Path]) -> None:
    """Uploads the study's files."""
    ordered = sorted(files)
    names = _names(ledger, job, "input", [file.stat().st_size for file in ordered])
    for file, name in zip(ordered, names, strict=True):
        transfer.upload(ledger.store, file, name, job.id, "application/dicom")


def stage_objects(ledger: Ledger, job: Job, objects: dict[str, int]) -> None:
    """Copies the results' DICOM objects, keys with their sizes, on the server."""
    ordered = sorted(objects)
    names = _names(ledger, job, "results", [objects[key] for key in ordered])
    for key, name in zip(ordered, names, strict=True):
        origin = {"Bucket": ledger.store.bucket, "Key": key}
        ledger.store.client.copy(origin, ledger.store.bucket, name)


def _names(ledger: Ledger, job: Job, kind: str, sizes: list[int]) -> list[str]:
    target = prefix(ledger, job, kind)
    return [f"{target}{part:03d}/{number:06d}.dcm" for number, part in enumerate(parts(sizes), 1)]


def clear(ledger: Ledger, job: Job) -> None:
    """Deletes what was staged for the job."""
    for item in list(ledger.store.list(f"{ledger.prefix}staging/{job.id}/")):
        ledger.store.delete(item.key)
