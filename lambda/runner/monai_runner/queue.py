"""The open jobs in the order in which they are to be taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from botocore.exceptions import BotoCoreError, ClientError

from monai_ledger import clock
from monai_ledger.identity import sequencer_order
from monai_ledger.job import Job
from monai_ledger.ledger import Entry, Ledger
from monai_ledger.unreadable import LedgerError, Unreadable
from monai_runner import journal


class Queue:
    """Reads each job once for its order, and again only when it is about to be taken."""

    def __init__(self, ledger: Ledger):
        self._ledger = ledger
        self._seen: dict[str, Job] = {}

    def candidates(self) -> list[str]:
        """Job ids, first come first served; of one key the older upload first, whatever order
        the events came in."""
        jobs: dict[str, Job] = {}
        for marker in self._ledger.open_markers():
            job = self._seen.get(marker.job_id)
            if job is None:
                try:
                    entry = self._ledger.get(marker.job_id)
                except LedgerError as error:
                    # One that cannot be read must not keep the others waiting.
                    self.set_aside(marker.job_id, error)
                    continue
                job = entry.job if entry else None
                if not self._ledger.tidy(marker, job):
                    continue
            if job is not None:
                jobs[job.id] = job
        self._seen = jobs
        return [job.id for job in in_order(list(jobs.values()))]

    def work(self) -> list[str]:
        """The candidates that are to be done now: not those that are held off for a while."""
        now = clock.to_text(clock.utc_now())
        return [job_id for job_id in self.candidates() if not self._waits(job_id, now)]

    def _waits(self, job_id: str, now: str) -> bool:
        job = self._seen.get(job_id)
        ahead = job is not None and job.not_before and clock.is_ahead(job.not_before, now)
        return job is not None and job.held_off and bool(ahead)

    def set_aside(self, job_id: str, error: LedgerError) -> None:
        """Takes a job that cannot be read, or cannot go on for one that cannot, out of the index
        and reports it. One that this identity may not read is only reported: the right may come."""
        self._seen.pop(job_id, None)
        journal.warn("job-not-readable", job=job_id, reason=str(error))
        if not isinstance(error, Unreadable):
            return
        try:
            self._ledger.aside.job(job_id, error)
            journal.warn("job-set-aside", job=job_id, code=error.code)
        except (ClientError, BotoCoreError) as failed:
            journal.warn("job-not-set-aside", job=job_id, error=type(failed).__name__)

    def fresh(self, job_id: str) -> Entry | None:
        """The job as it stands now, or None when it is over; its marker then goes too."""
        entry = self._ledger.get(job_id)
        if entry is None or entry.job.final:
            self._seen.pop(job_id, None)
            if entry is not None:
                self._ledger.close(entry.job)
            return None
        self._seen[job_id] = entry.job
        return entry


def in_order(jobs: list[Job]) -> list[Job]:
    """By the time of the job's writing; jobs of one key share their places among themselves in
    the order of their sequencers, which mean nothing between different keys."""
    by_time = sorted(jobs, key=lambda job: (job.created, job.id))
    of_key: dict[str, list[Job]] = defaultdict(list)
    for job in by_time:
        of_key[job.key].append(job)
    turns: dict[str, Iterator[Job]] = {
        key: iter(sorted(group, key=lambda job: sequencer_order(job.sequencer)))
        for key, group in of_key.items()
    }
    return [next(turns[job.key]) for job in by_time]
