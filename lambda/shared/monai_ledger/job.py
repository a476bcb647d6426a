"""One job of the ledger and its JSON form."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from monai_ledger import SCHEMA
from monai_ledger.identity import JOB_ID, ObjectVersion

PENDING = "PENDING"
RUNNING = "RUNNING"
DONE = "DONE"
FAILED = "FAILED"
STATES = (PENDING, RUNNING, DONE, FAILED)


class LedgerError(Exception):
    """The ledger holds something this version cannot read."""


@dataclass(frozen=True)
class Lease:
    """Who works on the job and until when others must keep off. ``place`` names the machine and
    its work folder: whoever holds that place's lock may take its old leases at once."""

    owner: str
    place: str
    expires: str


@dataclass(frozen=True)
class Reason:
    """Why a job failed: a stable code, one sentence, and what to do about it. None of the three
    quotes the key or anything of the study."""

    code: str
    message: str
    remedy: str = ""


@dataclass(frozen=True)
class Job:
    """A job as it stands in ``jobs/<id>.json``. Times are texts of :mod:`monai_ledger.clock`."""

    id: str
    bucket: str
    key: str
    e_tag: str
    size: int
    version_id: str | None
    sequencer: str | None
    source: str
    created: str
    state: str = PENDING
    phase: str | None = None
    attempts: int = 0
    not_before: str | None = None
    lease: Lease | None = None
    updated: str | None = None
    image: str | None = None
    results_prefix: str | None = None
    input_moved_to: str | None = None
    reason: Reason | None = None
    duplicate_of: str | None = None
    health_imaging: dict[str, Any] | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    write: str | None = None

    @property
    def final(self) -> bool:
        """True when nothing is left to do."""
        return self.state in (DONE, FAILED)

    @property
    def version(self) -> ObjectVersion:
        """The object the job is about."""
        return ObjectVersion(
            self.bucket, self.key, self.e_tag, self.size, self.version_id, self.sequencer
        )

    def with_changes(self, **changes: Any) -> Job:
        """A copy with some fields changed."""
        return replace(self, **changes)


_NAMES = {
    "e_tag": "eTag",
    "version_id": "versionId",
    "not_before": "notBefore",
    "results_prefix": "resultsPrefix",
    "input_moved_to": "inputMovedTo",
    "duplicate_of": "duplicateOf",
    "health_imaging": "healthImaging",
}
_FIELDS = {json_name: name for name, json_name in _NAMES.items()}


def to_json(job: Job) -> bytes:
    """The JSON text of a job, UTF-8, with the fields in the documented names."""
    fields = {_NAMES.get(name, name): value for name, value in asdict(job).items()}
    return json.dumps({"schema": SCHEMA, **fields}, ensure_ascii=True, indent=1).encode("ascii")


def from_json(body: bytes) -> Job:
    """Reads a job. Fields a later minor version may have added are left out.

    Raises LedgerError for another schema, an unknown state or a missing field.
    """
    try:
        raw = json.loads(body)
        if raw["schema"] != SCHEMA:
            raise LedgerError(f"job of schema {raw['schema']}, this program reads {SCHEMA}")
        fields = {_FIELDS.get(name, name): value for name, value in raw.items()}
        known = {name: value for name, value in fields.items() if name in Job.__dataclass_fields__}
        known["lease"] = Lease(**known["lease"]) if known.get("lease") else None
        known["reason"] = Reason(**known["reason"]) if known.get("reason") else None
        job = Job(**known)
    except (ValueError, KeyError, TypeError) as error:
        raise LedgerError(f"not a job: {type(error).__name__}") from error
    if job.state not in STATES or not JOB_ID.fullmatch(job.id):
        raise LedgerError("not a job: unknown state or id")
    return job
