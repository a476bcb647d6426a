"""DICOM files laid out for an import: under the ledger, in folders with nothing else in them,
under names that are numbers. An import takes whole prefixes, so neither an upload's own folder
nor an archive would do."""

from __future__ import annotations

from pathlib import Path

from monai_ledger.job import Job
from monai_ledger.ledger import Ledger
from monai_runner import transfer


def prefix(ledger: Ledger, job: Job, kind: str) -> str:
    """Where a kind (``input`` or ``results``) is staged; ends with /, as the import demands."""
    return f"{ledger.prefix}staging/{job.id}/{kind}/"


def stage_files(ledger: Ledger, job: Job, files: list[Path]) -> None:
    """Uploads the study's files."""
    target = prefix(ledger, job, "input")
    for number, file in enumerate(sorted(files), 1):
        transfer.upload(
            ledger.store, file, f"{target}{number:06d}.dcm", job.id, "application/dicom"
        )


def stage_objects(ledger: Ledger, job: Job, keys: list[str]) -> None:
    """Copies the results' DICOM objects on the server."""
    target = prefix(ledger, job, "results")
    for number, key in enumerate(sorted(keys), 1):
        origin = {"Bucket": ledger.store.bucket, "Key": key}
        ledger.store.client.copy(origin, ledger.store.bucket, f"{target}{number:06d}.dcm")


def clear(ledger: Ledger, job: Job) -> None:
    """Deletes what was staged for the job."""
    for item in list(ledger.store.list(f"{ledger.prefix}staging/{job.id}/")):
        ledger.store.delete(item.key)
