"""Moving an upload to where its job's end puts it, once.

Whatever keeps it where it is says nothing about the results: the job ends as it would have, and
says why the upload was not moved.
"""

from __future__ import annotations

from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from monai_ledger import clock
from monai_ledger.identity import upload_tag
from monai_ledger.job import DONE, Job, Reason
from monai_ledger.kept import Kept
from monai_ledger.ledger import Ledger
from monai_runner import journal, placing, refusal, transfer
from monai_runner.failure import Trouble, describe
from monai_runner.settings import Settings


@dataclass(frozen=True)
class Filed:
    """Where the upload is now, or why it is where it was; neither when it vanished."""

    moved_to: str | None = None
    not_moved: Reason | None = None


class Filing:
    """Files the uploads of a runner's jobs."""

    def __init__(self, settings: Settings, ledger: Ledger):
        self._settings = settings
        self._ledger = ledger
        self._store = ledger.store

    def file(self, job: Job, prefix: str) -> Filed:
        """Moves the job's upload under the prefix. Raises what is worth another try."""
        try:
            key = placing.filed_key(self._ledger, prefix, self._settings, job)
            if transfer.move(self._store, job.version, key, job.id):
                return Filed(moved_to=key)
            journal.warn("input-vanished", job=job.id)
            return Filed()
        except transfer.Locked:
            return self._leave(job, refusal.LOCKED)
        except ClientError as error:
            reason = refusal.lasting(error)
            if reason is None:
                raise
            return self._leave(job, reason)

    def file_at_last(self, job: Job, prefix: str, tries_left: bool) -> Filed:
        """The same for a job that was tried often enough: trouble too leaves the upload there."""
        try:
            if tries_left:
                return self.file(job, prefix)
            last = job.reason.message if job.reason else "the runner ended each time"
        except (Trouble, ClientError, BotoCoreError, OSError) as error:
            last = describe(error).message
        return self._leave(
            job,
            Reason(
                "MOVE_EXHAUSTED",
                f"the upload could not be moved, however often it was tried; the last time: {last}",
                "move or delete it by hand; its results are not touched by that",
            ),
        )

    def file_left_over(self, job: Job, other: Job) -> Filed:
        """Files the upload of a duplicate's job ``other``, if it still lies there though that job
        is over and does not say why."""
        if other.input_not_moved is not None:
            return Filed(not_moved=other.input_not_moved)
        unchanged = Filed(moved_to=other.input_moved_to)
        try:
            head = self._store.head(job.key, job.version_id)
        except ClientError as error:
            reason = refusal.lasting(error)
            if reason is None:
                raise
            return self._leave(job, reason)
        if head is None or head.e_tag != job.e_tag:
            return unchanged
        tag = upload_tag(job.version, clock.to_text(head.modified))
        if self._ledger.claim_upload(job.version, tag, job.id) != other.id:
            return unchanged
        done = other.state == DONE
        prefix = self._settings.inferred_prefix if done else self._settings.failed_prefix
        return self.file(other, prefix)

    def _leave(self, job: Job, reason: Reason) -> Filed:
        """Sees to it that the sweep does not take the upload for a new one."""
        kept = Kept(self._store, self._ledger.prefix).add(job.key, job.e_tag)
        journal.warn("input-not-moved", job=job.id, code=reason.code, kept=kept)
        return Filed(not_moved=reason)
