"""A job that this process holds, with what it is worked with and how its progress is written."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from monai_ledger.job import Job
from monai_ledger.ledger import Ledger
from monai_runner import journal, killpoint, placing
from monai_runner.container import Cli
from monai_runner.failure import Interrupted
from monai_runner.lease import Tenure
from monai_runner.settings import Settings

#: Attempts beyond the limit in which a job may still be filed away as failed. After those it is
#: only marked failed and its input stays where it is.
_FILING_ATTEMPTS = 2


@dataclass
class Tools:
    """What a job is worked with. ``stop`` returns why the runner wants to end, or nothing;
    ``free_slot`` is called once the MAP's part is over."""

    settings: Settings
    ledger: Ledger
    cli: Cli
    clients: Callable[..., Any]
    stop: Callable[[], str]
    free_slot: Callable[[], None]


class Held:
    """A job and the tenure it is held by. Each writing raises LostRace once the job is lost."""

    def __init__(self, tools: Tools, tenure: Tenure):
        self.tools = tools
        self.settings = tools.settings
        self.ledger = tools.ledger
        self.store = tools.ledger.store
        self._tenure = tenure

    @property
    def job(self) -> Job:
        return self._tenure.job

    @property
    def may_still_file(self) -> bool:
        return self.job.attempts <= self.settings.max_attempts + _FILING_ATTEMPTS

    def why_stop(self) -> str:
        return "lease lost" if self._tenure.lost else self.tools.stop()

    def check(self) -> None:
        self._tenure.check()

    def published(self) -> dict[str, Any] | None:
        """The manifest of the results, once they are complete."""
        prefix = self.job.results_prefix
        return placing.read_manifest(self.ledger, prefix, self.job.id) if prefix else None

    def save(self, **changes: Any) -> None:
        self._tenure.check()
        self._tenure.save(**changes)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Writes the phase before its side effects and its seconds after them."""
        why = self.tools.stop()
        if why:
            raise Interrupted(why)
        self.save(phase=name)
        journal.info("phase", job=self.job.id, phase=name, attempt=self.job.attempts)
        started = time.monotonic()
        yield
        seconds = round(time.monotonic() - started, 3)
        self.save(seconds={**self.job.seconds, name: seconds})

    def release(self, **changes: Any) -> Job:
        """Writes the last state; the job is held no longer."""
        return self._tenure.release(**changes)

    def finish(self, **changes: Any) -> None:
        job = self.release(phase=None, waiting=None, **changes)
        killpoint.here("done")
        self.ledger.close(job)
        killpoint.here("closed")
        code = job.reason.code if job.reason else None
        journal.info(
            "job-ended",
            job=job.id,
            state=job.state,
            code=code,
            attempts=job.attempts,
            duplicateOf=job.duplicate_of,
            seconds=job.seconds,
        )
