"""How often the machine is started for the same jobs, when none of them gets any further."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeGuard

from monai_ledger import clock
from monai_ledger.identity import digest
from monai_ledger.notes import WAKES, Fields, Notes, moment
from monai_trigger import log
from monai_trigger.trouble import TELL, MachineError

#: Starts that follow each other at once: a machine may be lost to anything now and then.
_AT_ONCE = 3
#: The first pause after those; each further one is twice as long.
_FIRST_PAUSE = timedelta(minutes=10)
#: Starts without progress after which there are no more.
MOST_STARTS = 8
MESSAGE = (
    f"the machine was started {MOST_STARTS} times for the same open jobs and none of them ended; "
    "it is not started again until a new upload comes"
)
REMEDY = (
    "look at machine/watchdog.json and the runner's log, mend the cause, then delete "
    "machine/wakes.json; an installation that changes deletes it as well"
)


class Wakes:
    """Counts starts in ``machine/wakes.json``. Poking a machine that runs anyway costs nothing and
    is not counted. ``open_jobs`` names the open jobs: as soon as one ends or one comes, that is
    progress and the count begins anew."""

    def __init__(self, notes: Notes, open_jobs: Callable[[], list[str]]):
        self._notes = notes
        self._open_jobs = open_jobs

    def why_not(self) -> str:
        """Why the machine is not to be started now; an empty text when it is.

        Raises MachineError for a while after the last start, for the failure destination.
        """
        tag, jobs = self._tag()
        fields = self._notes.read(WAKES) or {}
        answer, wanted = _decide(fields, tag, self._notes.now())
        if not answer:
            return ""
        if wanted != fields:
            self._notes.change(WAKES, lambda now: {**now, **wanted})
        log.error(f"machine-{answer}", starts=wanted["starts"], jobs=jobs)
        since = moment(wanted, "capped")
        if answer == "capped" and since is not None and self._notes.now() - since < TELL:
            raise MachineError("CAPPED", MESSAGE, REMEDY)
        return answer

    def started(self) -> None:
        """Counts a start that EC2 has accepted."""
        tag, jobs = self._tag()
        now = self._notes.now()

        def count(fields: Fields) -> Fields:
            starts = _starts(fields, tag, now)
            last = clock.to_text(now)
            return {"open": tag, "starts": starts + 1, "last": last, "openJobs": jobs}

        self._notes.change(WAKES, count)

    def came_to_nothing(self) -> None:
        """Takes the last start back, once: there was no capacity after all, so it says nothing
        about the jobs."""

        def take_back(fields: Fields) -> Fields:
            starts, last = fields.get("starts"), fields.get("last")
            if not _is_count(starts) or last is None or fields.get("void") == last:
                return fields
            return {**fields, "starts": starts - 1, "void": last}

        if self._notes.read(WAKES) is not None:
            self._notes.change(WAKES, take_back)

    def _tag(self) -> tuple[str, int]:
        jobs = self._open_jobs()
        return digest("open", *sorted(jobs)), len(jobs)


def _is_count(starts: object) -> TypeGuard[int]:
    return isinstance(starts, int) and not isinstance(starts, bool) and starts > 0


def _starts(fields: Fields, tag: str, now: datetime) -> int:
    """The starts for these very jobs so far."""
    starts, last = fields.get("starts"), moment(fields, "last")
    same = fields.get("open") == tag and last is not None and last <= now + _FIRST_PAUSE
    return starts if same and _is_count(starts) else 0


def _decide(fields: Fields, tag: str, now: datetime) -> tuple[str, Fields]:
    starts, last = _starts(fields, tag, now), moment(fields, "last")
    if starts >= MOST_STARTS:
        capped = fields.get("capped") or clock.to_text(now)
        return "capped", {**fields, "capped": capped, "message": MESSAGE, "remedy": REMEDY}
    if starts >= _AT_ONCE and last is not None:
        due = last + _FIRST_PAUSE * 2 ** (starts - _AT_ONCE)
        if now < due:
            return "backing-off", {**fields, "next": clock.to_text(due)}
    return "", fields
