"""How often the machine is started for the same jobs, when none of them gets any further."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from monai_ledger import clock
from monai_ledger.identity import digest
from monai_ledger.notes import WAKES, Fields, Notes, moment
from monai_trigger import log
from monai_trigger.machine import MachineError

#: Starts that follow each other at once: a machine may be lost to anything now and then.
_AT_ONCE = 3
#: The first pause after those; each further one is twice as long.
_FIRST_PAUSE = timedelta(minutes=10)
#: Starts without progress after which there are no more.
MOST_STARTS = 8
#: For so long the invocation fails, so that Lambda's retries (after one and two more minutes) fail
#: too and the failure destination hears of it, once.
_TELL = timedelta(minutes=4, seconds=30)

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

    def may_start(self) -> str:
        """Counts a start and returns nothing, or returns why there is none.

        Raises MachineError for a while after the last one, for the failure destination.
        """
        jobs = self._open_jobs()
        tag = digest("open", *sorted(jobs))
        now = self._notes.now()
        answer = ""

        def count(fields: Fields) -> Fields:
            nonlocal answer
            answer, wanted = _decide(fields, tag, now)
            return {**wanted, "openJobs": len(jobs)}

        fields = self._notes.change(WAKES, count)
        if answer:
            log.error(f"machine-{answer}", starts=fields["starts"], jobs=len(jobs))
        since = moment(fields, "capped")
        if answer == "capped" and since is not None and now - since < _TELL:
            raise MachineError(f"{MESSAGE}; {REMEDY}")
        return answer


def _decide(fields: Fields, tag: str, now: datetime) -> tuple[str, Fields]:
    starts, last = fields.get("starts"), moment(fields, "last")
    good = isinstance(starts, int) and not isinstance(starts, bool) and starts > 0
    if fields.get("open") != tag or not good or last is None or last > now + _FIRST_PAUSE:
        starts = 0
    assert isinstance(starts, int)
    if starts >= MOST_STARTS:
        capped = fields.get("capped") or clock.to_text(now)
        return "capped", {**fields, "capped": capped, "message": MESSAGE, "remedy": REMEDY}
    if starts >= _AT_ONCE and last is not None:
        due = last + _FIRST_PAUSE * 2 ** (starts - _AT_ONCE)
        if now < due:
            return "backing-off", {**fields, "next": clock.to_text(due)}
    return "", {"open": tag, "starts": starts + 1, "last": clock.to_text(now)}
