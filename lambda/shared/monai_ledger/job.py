"""One job of the ledger and its JSON form."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from monai_ledger import SCHEMA, clock
from monai_ledger.identity import JOB_ID, ObjectVersion
from monai_ledger.unreadable import NOT_VALID, Unreadable, parse
from monai_ledger.unreadable import LedgerError as LedgerError

PENDING = "PENDING"
RUNNING = "RUNNING"
DONE = "DONE"
FAILED = "FAILED"
STATES = (PENDING, RUNNING, DONE, FAILED)


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
class Waiting:
    """What keeps a job that lies neither in it nor in its upload: no machine, a right that was
    taken away, a service that is down. ``by`` is ``function`` (until the job is taken) or
    ``runner`` (until it is over); ``since`` is a time."""

    by: str
    code: str
    message: str
    remedy: str
    since: str


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
    intake: dict[str, Any] | None = None
    results_prefix: str | None = None
    input_moved_to: str | None = None
    input_not_moved: Reason | None = None
    reason: Reason | None = None
    waiting: Waiting | None = None
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

    @property
    def held_off(self) -> bool:
        """Whether the runner has put it off for what lies outside of it. It is no work to be done
        until ``not_before``."""
        return self.state == PENDING and self.waiting is not None and self.waiting.by == "runner"

    def with_changes(self, **changes: Any) -> Job:
        """A copy with some fields changed."""
        return replace(self, **changes)


_NAMES = {
    "e_tag": "eTag",
    "version_id": "versionId",
    "not_before": "notBefore",
    "results_prefix": "resultsPrefix",
    "input_moved_to": "inputMovedTo",
    "input_not_moved": "inputNotMoved",
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

    Raises Unreadable for whatever is no job of this schema; the message names the field.
    """
    raw = parse(body)
    fields = {_FIELDS.get(name, name): value for name, value in raw.items()}
    known = {name: value for name, value in fields.items() if name in Job.__dataclass_fields__}
    for name in ("id", "bucket", "key", "e_tag", "size", "source", "created", "state"):
        if known.get(name) is None:
            raise Unreadable(NOT_VALID, f"no job: {name} is missing")
    for name, value in known.items():
        if not _right(name, value):
            raise Unreadable(NOT_VALID, f"no job: {name} is not what it must be")
    known["lease"] = _part(Lease, known.get("lease"))
    known["waiting"] = _part(Waiting, known.get("waiting"))
    for name in ("reason", "input_not_moved"):
        known[name] = _part(Reason, known.get(name))
    return Job(**known)


def _right(name: str, value: Any) -> bool:
    """Whether a field's value is of its kind. What this lets through, no later step trips over."""
    if value is None:
        return name not in ("attempts", "seconds")
    if name in ("size", "attempts"):
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63
    if name == "seconds":
        return isinstance(value, dict) and all(
            isinstance(number, (int, float)) and not isinstance(number, bool)
            for number in value.values()
        )
    if name in ("health_imaging", "input_not_moved", "intake", "lease", "reason", "waiting"):
        return isinstance(value, dict)
    if not _is_text(value):
        return False
    if name in ("created", "not_before"):
        return _is_time(value)
    if name == "id":
        return JOB_ID.fullmatch(value) is not None
    return name != "state" or value in STATES


def _part(kind: type[Any], raw: dict[str, Any] | None) -> Any:
    """A lease or a reason: texts only, unknown ones left out."""
    if raw is None:
        return None
    known = {name: raw[name] for name in kind.__dataclass_fields__ if name in raw}
    texts = all(_is_text(value) for value in known.values())
    times = all(_is_time(known[name]) for name in ("expires", "since") if name in known)
    if not texts or not times:
        raise Unreadable(NOT_VALID, f"no job: {kind.__name__.lower()} is not what it must be")
    try:
        return kind(**known)
    except TypeError:
        raise Unreadable(NOT_VALID, f"no job: {kind.__name__.lower()} is not whole") from None


def _is_text(value: Any) -> bool:
    """Half a surrogate pair can be written as JSON and nowhere else."""
    try:
        return isinstance(value, str) and value.encode("utf-8") is not None
    except UnicodeEncodeError:
        return False


def _is_time(text: str) -> bool:
    """Only the ledger's own form: times are compared as texts."""
    try:
        return clock.to_text(clock.from_text(text)) == text
    except (ValueError, OverflowError):
        return False
