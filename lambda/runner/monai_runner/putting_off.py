"""A job that could not be brought to its end goes back to the ledger, to be tried again later."""

from __future__ import annotations

import random

from botocore.exceptions import BotoCoreError, ClientError

from monai_ledger import clock
from monai_ledger.job import PENDING, Waiting
from monai_ledger.notes import TROUBLE, Notes
from monai_ledger.unreadable import LedgerError
from monai_runner import journal, outside
from monai_runner.failure import describe
from monai_runner.lease import Tenure
from monai_runner.settings import Settings

_LONGEST_RETRY = 900.0


class PuttingOff:
    """Puts jobs off, and tells of trouble that lies outside of them."""

    def __init__(self, settings: Settings, notes: Notes):
        self._settings = settings
        self._notes = notes
        #: What an earlier process said is looked for once.
        self._told = True

    def put_off(self, tenure: Tenure, error: Exception) -> None:
        """Gives the job back. Raises what the ledger does."""
        reason, job = describe(error), tenure.job
        waiting = job.waiting
        pause = min(_LONGEST_RETRY, self._settings.retry_seconds * 2 ** (job.attempts - 1))
        pause, attempts = random.uniform(pause / 2, pause), job.attempts
        if outside.is_cause_of(error):
            waiting = outside.waiting(job, reason)
            if outside.is_patient(self._settings, waiting.since):
                pause, attempts = outside.pause(self._settings, waiting.since), job.attempts - 1
        journal.warn(
            "job-put-off",
            job=job.id,
            code=reason.code,
            reason=reason.message,
            attempt=job.attempts,
            counted=attempts == job.attempts,
            frames=journal.frames(error),
        )
        tenure.release(
            state=PENDING,
            reason=job.reason if job.phase == "FAILING" else reason,
            waiting=waiting,
            attempts=attempts,
            not_before=clock.to_text(clock.after(clock.utc_now(), pause)),
        )
        if waiting is not None and attempts < job.attempts:
            self._tell(waiting)

    def _tell(self, waiting: Waiting) -> None:
        self._told = True
        try:
            outside.tell(self._notes, waiting)
        except (ClientError, BotoCoreError, LedgerError) as error:
            journal.warn("ledger-not-written", error=type(error).__name__)

    def eased(self) -> None:
        """A job came to its end: whatever it was, it is over."""
        if self._told:
            self._notes.forget(TROUBLE)
            self._told = False
