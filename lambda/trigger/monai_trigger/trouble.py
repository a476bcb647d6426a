"""Why nobody takes the open jobs: said in ``machine/waiting.json``, in the jobs, in the log and,
once, to the function's failure destination."""

from __future__ import annotations

from datetime import timedelta

from monai_ledger import clock
from monai_ledger.job import PENDING, Waiting
from monai_ledger.ledger import Ledger, LostRace
from monai_ledger.notes import WAITING, Fields, Notes, moment
from monai_ledger.unreadable import LedgerError
from monai_trigger import log
from monai_trigger.deadline import Deadline

#: Who says so, in a job's ``waiting``.
BY = "function"

#: For so long the invocation fails, so that Lambda's retries (after one and two more minutes) fail
#: too and the failure destination hears of it, once.
TELL = timedelta(minutes=4, seconds=30)
#: After so long it hears of it again: a message of last week is forgotten.
_TELL_AGAIN = timedelta(days=1)
_TIME_TO_ANSWER = 15.0


class MachineError(Exception):
    """The machine cannot take the jobs. They are in the ledger. ``code`` is stable; one that
    ``passes`` is over in a moment, and the invocation fails so that Lambda tries again."""

    def __init__(self, code: str, message: str, remedy: str = "", passes: bool = False):
        super().__init__(f"{message}; {remedy}" if remedy else message)
        self.code, self.message, self.remedy, self.passes = code, message, remedy, passes


class Waits:
    """What keeps the machine from the jobs, as it is known to those who look."""

    def __init__(self, ledger: Ledger, notes: Notes, deadline: Deadline):
        self._ledger = ledger
        self._notes = notes
        self._deadline = deadline

    def begin(self, error: MachineError, in_jobs: bool) -> str:
        """Says that the jobs wait, and why. Returns it as a word for the answer.

        Raises the error itself while the failure destination is to hear of it: at first, and once
        a day.
        """
        if error.passes:
            raise error
        now = self._notes.now()

        def change(fields: Fields) -> Fields:
            same = fields.get("code") == error.code
            since, told = moment(fields, "since"), moment(fields, "told")
            fresh = since is None or since > now or told is None or told > now
            if not same or fresh or told is None or now - told >= _TELL_AGAIN:
                told = now
            return {
                "code": error.code,
                "message": error.message,
                "remedy": error.remedy,
                "since": clock.to_text(since if same and since and since <= now else now),
                "last": clock.to_text(now),
                "told": clock.to_text(told),
            }

        fields = self._notes.change(WAITING, change)
        log.error("jobs-wait", code=error.code, reason=str(error), since=fields["since"])
        if in_jobs:
            self._tell_jobs(error, str(fields["since"]))
        told = moment(fields, "told")
        if told is not None and now - told < TELL:
            raise error
        return error.code.lower().replace("_", "-")

    def end(self) -> None:
        """The machine is at the jobs."""
        if self._notes.read(WAITING) is not None:
            self._notes.forget(WAITING)
            log.event("jobs-wait-no-longer")

    def _tell_jobs(self, error: MachineError, since: str) -> None:
        """Each job says it itself, for whoever follows an upload; as many as there is time for."""
        waiting = Waiting(BY, error.code, error.message, error.remedy, since)
        for marker in self._ledger.open_markers():
            if self._deadline.seconds_left() < _TIME_TO_ANSWER:
                return
            try:
                entry = self._ledger.get(marker.job_id)
                if entry is None or entry.job.state != PENDING:
                    continue
                known = entry.job.waiting
                if known is None or (known.by == BY and known.code != error.code):
                    self._ledger.update(entry, entry.job.with_changes(waiting=waiting))
            except (LedgerError, LostRace):
                continue  # it was taken meanwhile, or the runner sets it aside
