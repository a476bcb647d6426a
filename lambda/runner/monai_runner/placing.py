"""Names in the bucket that no other job has and that overwrite nothing.

The first upload of ``input/a/x.zip`` gets ``results/a/x.zip/``; a later one of the same name gets
``results/a/x.zip~<12 characters of its job id>/``, and likewise for filed inputs.
"""

from __future__ import annotations

import json

from monai_ledger.job import Job
from monai_ledger.ledger import Ledger
from monai_runner import layout, transfer
from monai_runner.settings import Settings

MANIFEST = "result.json"


def results_prefix(ledger: Ledger, settings: Settings, job: Job) -> str:
    """The job's results folder. The same answer however often it is asked."""
    path = layout.relative(job.key, settings.input_prefix)
    folders = layout.results_folders(settings.results_prefix, path, job.id)
    for folder in folders[:-1]:
        if ledger.claim(folder, job.id) == job.id and not _foreign_results(ledger, folder, job.id):
            return folder
    return folders[-1]


def _foreign_results(ledger: Ledger, folder: str, job_id: str) -> bool:
    """Whether somebody's files lie there already, for example the predecessor's."""
    for item in ledger.store.list(folder):
        name = item.key[len(folder) :]
        if name == MANIFEST or name == "log.txt" or name.startswith(("dicom/", "files/")):
            # The first tells: this is asked before anything of the job's own is written.
            return _foreign(ledger, item.key, job_id)
    return False


def filed_key(ledger: Ledger, prefix: str, settings: Settings, job: Job) -> str:
    """Where the job's input goes under ``prefix``; the reason's name beside it is free too."""
    path = layout.relative(job.key, settings.input_prefix)
    names = layout.filed_keys(prefix, path, job.id)
    for name in names[:-1]:
        reason = name + layout.REASON_SUFFIX
        if all(ledger.claim(key, job.id) == job.id for key in (name, reason)) and not any(
            _foreign(ledger, key, job.id) for key in (name, reason)
        ):
            return name
    return names[-1]


def _foreign(ledger: Ledger, key: str, job_id: str) -> bool:
    head = ledger.store.head(key)
    return head is not None and head.metadata.get(transfer.JOB_METADATA) != job_id


def read_manifest(ledger: Ledger, folder: str, job_id: str) -> dict[str, object] | None:
    """The job's manifest, or None when it is not written yet."""
    stored = ledger.store.get(folder + MANIFEST)
    if stored is None:
        return None
    try:
        manifest = json.loads(stored.body)
    except ValueError:
        return None
    return manifest if isinstance(manifest, dict) and manifest.get("job") == job_id else None
