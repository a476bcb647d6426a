"""The job ledger: written once per event, changed only by whoever saw the last state."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from botocore.exceptions import ClientError

from monai_ledger import clock
from monai_ledger.aside import Aside
from monai_ledger.claims import Claims
from monai_ledger.identity import JOB_ID, ObjectVersion, object_tag
from monai_ledger.job import Job, from_json, to_json
from monai_ledger.stopping import Stopping
from monai_ledger.store import ConditionFailed, Store, Stored, error_code, http_status
from monai_ledger.unreadable import ARCHIVED, MOST_BYTES, NOT_VALID, LedgerError, Unreadable

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


class Ledger(Claims, Stopping):
    """The ledger under a prefix of a bucket. Thread-safe as far as the S3 client is (boto3's
    clients are): every decision is a conditional write in S3, none is kept here."""

    def __init__(
        self, store: Store, prefix: str = DEFAULT_PREFIX, now: clock.Clock = clock.utc_now
    ):
        if not prefix.endswith("/") or prefix == "/":
            raise ValueError("the ledger's prefix must be a folder and end with /")
        super().__init__(store, prefix, Aside(store, prefix, now))
        self._now = now

    # -- jobs ---------------------------------------------------------------------------------

    def enqueue(self, job_id: str, version: ObjectVersion, source: str) -> tuple[Job, bool]:
        """Writes a job once. Returns the job as it stands in the ledger and whether it is new.

        The marker goes first: a job that is not final always has one, so nothing but the markers
        need ever be listed. A job that is broken is written anew. Raises Unreadable for one that
        waits for another version; it is set aside.
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
            try:
                entry = self.get(job_id)
            except Unreadable as error:
                return self._replace(job, error), True
            if entry is None:
                raise LedgerError("the job was there and is gone; try again") from None
            if entry.job.final:
                self.store.delete(marker)
            return entry.job, False

    def _replace(self, job: Job, error: Unreadable) -> Job:
        if error.waits:
            self.aside.job(job.id, error)
            raise error
        broken = self._stored(job.id)
        if broken is None:
            raise LedgerError("the job was there and is gone; try again")
        tag = object_tag(job.bucket, job.key, job.e_tag)
        self.aside.note_job(job.id, tag, error)
        try:
            self.store.put_if(self.job_key(job.id), to_json(job), broken.e_tag)
        except ConditionFailed:
            raise LedgerError("the job changed while it was replaced; try again") from None
        return job

    def get(self, job_id: str) -> Entry | None:
        """The job, or None. Raises Unreadable for one that cannot be read, and LedgerError for
        one that this identity may not read."""
        stored = self._stored(job_id)
        if stored is None:
            return None
        job = from_json(stored.body)
        if job.id != job_id:
            raise Unreadable(NOT_VALID, "it is a job of another id")
        return Entry(job, stored.e_tag)

    def _stored(self, job_id: str) -> Stored | None:
        try:
            return self.store.get(self.job_key(job_id), MOST_BYTES)
        except ClientError as error:
            # One object that is closed must not keep the others from being read.
            if error_code(error) == "InvalidObjectState":
                raise Unreadable(ARCHIVED, "it was moved to an archive storage class") from None
            if http_status(error) in (400, 403):
                raise LedgerError(f"GetObject was answered with {error_code(error)}") from None
            raise

    def _lives(self, job_id: str) -> bool:
        try:
            return self.get(job_id) is not None
        except Unreadable as error:
            return error.waits

    def take_back(self) -> list[str]:
        """Puts the jobs that were set aside and can be read by now into the index again. Returns
        their ids. To be asked at each start of the runner, as it may be a new version."""
        return self.aside.take_back(self._reopen)

    def _reopen(self, job_id: str) -> bool:
        try:
            entry = self.get(job_id)
        except LedgerError:
            return False
        if entry is not None and not entry.job.final:
            marker = self._marker_key(job_id, entry.job.version)
            self.store.put(marker, b"", "application/octet-stream")
        return True

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
            try:
                current = self.get(job.id)
            except Unreadable:
                raise LostRace(job.id) from None
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

    def has_work(self, enough: Callable[[], bool] = lambda: False) -> bool:
        """Whether any job is to be done now: one that was put off for what lies outside of it is
        not, until its time comes. Markers that stand for none are tidied on the way, and jobs
        that cannot be read set aside; usually the first marker answers. ``enough`` ends the
        search, which then counts as success."""
        for marker in self.open_markers():
            if enough():
                return True
            try:
                entry = self.get(marker.job_id)
            except Unreadable as error:
                self.aside.job(marker.job_id, error)
                continue
            except LedgerError:
                return True  # not for this identity to read; the runner may be able to
            job = entry.job if entry else None
            if self.tidy(marker, job) and not (job and job.held_off and self._ahead(job)):
                return True
        return False

    def _ahead(self, job: Job) -> bool:
        now = clock.to_text(self._now())
        return job.not_before is not None and clock.is_ahead(job.not_before, now)

    def progress(self) -> list[str]:
        """A name for each open job, and another one each time that the runner has put it off for
        what lies outside of it: then the machine did all that it could."""
        return [self._progress(marker.job_id) for marker in self.open_markers()]

    def _progress(self, job_id: str) -> str:
        try:
            entry = self.get(job_id)
        except LedgerError:
            return job_id
        held_off = entry is not None and entry.job.held_off
        return f"{job_id} {entry.job.not_before}" if entry and held_off else job_id

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
