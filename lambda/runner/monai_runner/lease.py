"""Holding a job: taken with a conditional write, renewed while it is worked on, given back or
ended with another. Whoever loses it stops, since someone else has it."""

from __future__ import annotations

import threading
import time
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from monai_ledger import clock
from monai_ledger.job import PENDING, RUNNING, Job, Lease, LedgerError
from monai_ledger.ledger import Entry, Ledger, LostRace
from monai_runner import journal


class Identity:
    """Who takes jobs: ``place`` is the machine and its work folder, ``owner`` this very process."""

    def __init__(self, place: str, owner: str):
        self.place = place
        self.owner = owner


def may_take(job: Job, me: Identity, now: str, eased: str = "") -> bool:
    """Whether a job that this process does not work on is free: pending and due, or its holder is
    gone. A holder of the same place is gone, since the place's lock is ours; so is this very
    process, whose last word on the job did not get through. What was held off before ``eased`` is
    due, whatever it says."""
    if job.state == PENDING:
        if job.held_off and (job.updated or "") < eased:
            return True
        return job.not_before is None or not clock.is_ahead(job.not_before, now)
    if job.state != RUNNING or job.lease is None:
        return job.state == RUNNING
    return job.lease.place == me.place or not clock.is_ahead(job.lease.expires, now)


def due(job: Job, now: str) -> str | None:
    """When a job that cannot be taken now may be: a time, or None when it can be now."""
    if job.state == PENDING and job.not_before and clock.is_ahead(job.not_before, now):
        return job.not_before
    if job.state == RUNNING and job.lease and clock.is_ahead(job.lease.expires, now):
        return job.lease.expires
    return None


class Tenure:
    """A job that this process holds. Safe for its worker and its renewing thread."""

    def __init__(self, ledger: Ledger, entry: Entry, me: Identity, lease_seconds: float):
        self._ledger = ledger
        self._entry = entry
        self._me = me
        self._seconds = lease_seconds
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._lost = False
        self._renewed = time.monotonic()
        self._thread = threading.Thread(target=self._renew_until_over, daemon=True)

    @classmethod
    def take(cls, ledger: Ledger, entry: Entry, me: Identity, lease_seconds: float) -> Tenure:
        """Takes the job and counts the attempt. Raises LostRace when someone was faster."""
        tenure = cls(ledger, entry, me, lease_seconds)
        known = entry.job.waiting
        tenure._write(
            {
                "state": RUNNING,
                "attempts": entry.job.attempts + 1,
                "not_before": None,
                "waiting": known if known and known.by != "function" else None,
            }
        )
        tenure._thread.start()
        return tenure

    @property
    def job(self) -> Job:
        """The job as last written."""
        with self._lock:
            return self._entry.job

    @property
    def lost(self) -> bool:
        """Whether someone else has or may have the job by now."""
        return self._lost or time.monotonic() - self._renewed > self._seconds

    def check(self) -> None:
        """To be called before every side effect. Raises LostRace when the job is lost."""
        if self.lost:
            raise LostRace(self._entry.job.id)

    def save(self, **changes: Any) -> Job:
        """Writes progress and renews the lease. Raises LostRace."""
        return self._write(changes)

    def release(self, **changes: Any) -> Job:
        """Writes the last state without a lease; the tenure is over."""
        self._over.set()
        return self._write({**changes, "lease": None})

    def end(self) -> None:
        """Stops renewing. The lease runs out by itself."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join(5)

    def _write(self, changes: dict[str, Any], renewal: bool = False) -> Job:
        with self._lock:
            if renewal and self._over.is_set():
                return self._entry.job  # a renewal must not follow the last state
            if self._lost:
                raise LostRace(self._entry.job.id)
            before = time.monotonic()
            expires = clock.to_text(clock.after(clock.utc_now(), self._seconds))
            lease = Lease(self._me.owner, self._me.place, expires)
            try:
                job = self._entry.job.with_changes(**{"lease": lease, **changes})
                self._entry = self._ledger.update(self._entry, job)
            except LostRace:
                self._lost = True
                raise
            self._renewed = before
            return self._entry.job

    def _renew_until_over(self) -> None:
        while not self._over.wait(self._seconds / 3):
            try:
                self._write({}, renewal=True)
            except LostRace:
                journal.warn("lease-lost", job=self._entry.job.id)
                return
            except (ClientError, BotoCoreError, LedgerError) as error:
                # Tried again at the next turn; `lost` says when it is too late.
                journal.warn(
                    "lease-not-renewed", job=self._entry.job.id, error=type(error).__name__
                )
