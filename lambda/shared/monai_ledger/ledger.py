"""The job ledger: written once per event, changed only by whoever saw the last state."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from monai_ledger import clock
from monai_ledger.identity import JOB_ID, ObjectVersion, digest, object_tag
from monai_ledger.job import Job, LedgerError, from_json, to_json
from monai_ledger.store import ConditionFailed, Store

DEFAULT_PREFIX = ".monai/"

#: A marker whose job was never written is what a function that died between the two left behind.
#: No function lives longer than 15 minutes (AWS Lambda quotas).
_ORPHAN_AGE = timedelta(hours=1)


class LostRace(Exception):
    """Someone else changed the job in the meantime: the caller no longer owns it."""


@dataclass(frozen=True)
class Entry:
    """A job with the eTag of the state it was read in."""

    job: Job
    e_tag: str


@dataclass(frozen=True)
class OpenMarker:
    """An entry of the index of jobs that are not final."""

    job_id: str
    object_tag: str
    key: str
    modified: datetime


class Ledger:
    """The ledger under a prefix of a bucket. Thread-safe as far as the S3 client is (boto3's
    clients are): every decision is a conditional write in S3, none is kept here."""

    def __init__(
        self, store: Store, prefix: str = DEFAULT_PREFIX, now: clock.Clock = clock.utc_now
    ):
        if not prefix.endswith("/") or prefix == "/":
            raise ValueError("the ledger's prefix must be a folder and end with /")
        self.store = store
        self.prefix = prefix
        self._now = now

    # -- jobs ---------------------------------------------------------------------------------

    def enqueue(self, job_id: str, version: ObjectVersion, source: str) -> tuple[Job, bool]:
        """Writes a job once. Returns the job as it stands in the ledger and whether it is new.

        The marker goes first: a job that is not final always has one, so nothing but the markers
        need ever be listed.
        """
        marker = self._marker_key(job_id, version)
        self.store.put(marker, b"", "application/octet-stream")
        job = Job(
            id=job_id,
            bucket=version.bucket,
            key=version.key,
            e_tag=version.e_tag,
            size=version.size,
            version_id=version.version_id,
            sequencer=version.sequencer,
            source=source,
            created=clock.to_text(self._now()),
        )
        try:
            self.store.put_new(self.job_key(job_id), to_json(job))
            return job, True
        except ConditionFailed:
            entry = self.get(job_id)
            if entry is None:
                raise LedgerError("the job was there and is gone; try again") from None
            if entry.job.final:
                self.store.delete(marker)
            return entry.job, False

    def get(self, job_id: str) -> Entry | None:
        """The job, or None. Raises LedgerError for a job this version cannot read."""
        stored = self.store.get(self.job_key(job_id))
        return None if stored is None else Entry(from_json(stored.body), stored.e_tag)

    def update(self, entry: Entry, job: Job) -> Entry:
        """Replaces the state that was read by a new one.

        Raises LostRace when the job changed in the meantime. The random ``write`` tells a lost
        race from one's own write whose answer was lost and which the client repeated.
        """
        written = job.with_changes(updated=clock.to_text(self._now()), write=uuid.uuid4().hex)
        try:
            e_tag = self.store.put_if(self.job_key(job.id), to_json(written), entry.e_tag)
            return Entry(written, e_tag)
        except ConditionFailed:
            current = self.get(job.id)
            if current is not None and current.job.write == written.write:
                return current
            raise LostRace(job.id) from None

    def close(self, job: Job) -> None:
        """Takes a final job out of the index of open ones."""
        self.store.delete(self._marker_key(job.id, job.version))

    # -- the index of open jobs -----------------------------------------------------------------

    def open_markers(self) -> Iterator[OpenMarker]:
        """The index. Some markers may be of final or never written jobs: see :meth:`tidy`."""
        for item in self.store.list(f"{self.prefix}open/"):
            job_id, _, tag = item.key.rpartition("/")[2].partition(".")
            if JOB_ID.fullmatch(job_id):
                yield OpenMarker(job_id, tag, item.key, item.modified)

    def tidy(self, marker: OpenMarker, job: Job | None) -> bool:
        """Deletes a marker that has no open job. Returns whether the marker stands for one."""
        if job is None:
            if self._now() - marker.modified > _ORPHAN_AGE:
                self.store.delete(marker.key)
            return False
        if job.final:
            self.store.delete(marker.key)
            return False
        return True

    # -- claims ---------------------------------------------------------------------------------

    def claim(self, name: str, job_id: str) -> str:
        """Gives a name to the first job that asks for it. Returns the job that has it."""
        key = f"{self.prefix}claims/{digest('claim', name)}"
        try:
            self.store.put_new(key, job_id.encode("ascii"), "text/plain")
            return job_id
        except ConditionFailed:
            stored = self.store.get(key)
            if stored is None:
                raise LedgerError("a claim was there and is gone; try again") from None
            return stored.body.decode("ascii")

    def claim_upload(self, version: ObjectVersion, upload: str, job_id: str) -> str:
        """Gives one upload to the first job that asks for it. Returns the job that has it."""
        key = f"{self._uploads(version.bucket, version.key)}{upload}"
        body = f"{job_id} {version.version_id or ''} {version.e_tag}"
        try:
            self.store.put_new(key, body.encode("utf-8"), "text/plain")
            return job_id
        except ConditionFailed:
            stored = self.store.get(key)
            if stored is None:
                raise LedgerError("a claim was there and is gone; try again") from None
            return stored.body.decode("utf-8").split(" ")[0]

    def owners_of(self, version: ObjectVersion) -> list[str]:
        """The jobs that had an upload with this version id (or, without one, this eTag)."""
        owners = []
        for item in self.store.list(self._uploads(version.bucket, version.key)):
            stored = self.store.get(item.key)
            if stored is None:
                continue
            job_id, version_id, e_tag = stored.body.decode("utf-8").split(" ")
            if version_id == (version.version_id or "") and e_tag == version.e_tag:
                owners.append(job_id)
        return owners

    def _uploads(self, bucket: str, key: str) -> str:
        return f"{self.prefix}uploads/{digest('key', bucket, key)}/"

    # -- the machine's intent to stop -------------------------------------------------------------

    def announce_stop(self, owner: str) -> None:
        """To be said before the last look at the ledger, so that either that look sees a new job
        or the job's function sees this."""
        body = f'{{"owner": "{owner}", "at": "{clock.to_text(self._now())}"}}'
        self.store.put(self._stop_key, body.encode("ascii"))

    def withdraw_stop(self) -> None:
        """The machine goes on, or is up again."""
        self.store.delete(self._stop_key)

    def stop_announced(self) -> bool:
        """Whether the machine is about to stop."""
        return self.store.get(self._stop_key) is not None

    @property
    def _stop_key(self) -> str:
        return f"{self.prefix}machine/stopping.json"

    # -- names ------------------------------------------------------------------------------------

    def job_key(self, job_id: str) -> str:
        """Where a job stands. Raises ValueError for what is no job id."""
        if not JOB_ID.fullmatch(job_id):
            raise ValueError("not a job id")
        return f"{self.prefix}jobs/{job_id}.json"

    def _marker_key(self, job_id: str, version: ObjectVersion) -> str:
        if not JOB_ID.fullmatch(job_id):
            raise ValueError("not a job id")
        tag = object_tag(version.bucket, version.key, version.e_tag)
        return f"{self.prefix}open/{job_id}.{tag}"
