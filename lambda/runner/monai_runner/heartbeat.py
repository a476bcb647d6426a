"""The runner's sign of life: that it gets on, not merely that it is there.

``heartbeat.json`` in the run folder, a file system in memory, is for the watchdog on the machine;
``machine/heartbeat.json`` in the ledger for the function. Both say until when the present state is
in order. A start of the runner says nothing: only a look at the ledger that succeeded does.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from monai_ledger import clock
from monai_ledger.job import Job
from monai_ledger.notes import HEARTBEAT, Notes
from monai_ledger.unreadable import LedgerError
from monai_runner import journal
from monai_runner.settings import Settings

FILE = "heartbeat.json"

#: For so long the ledger may be out of reach, in seconds.
LOOK_SECONDS = 1800.0
#: What a phase may take beside the time that the settings give the MAP or the import.
_PHASE_SECONDS = 3600.0
#: Pulling an image has a time limit of its own.
_IMAGE_SECONDS = 3 * 3600.0
_BEAT_SECONDS = 10.0
_LEDGER_SECONDS = 300.0


def seconds_up() -> float:
    """Seconds since the machine's start: the same for all its processes, and no clock that is
    set right meanwhile changes it."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def allowance(settings: Settings, phase: str | None) -> float:
    """Seconds that a phase of a job may take before it counts as stuck."""
    if phase == "IMAGE":
        return _IMAGE_SECONDS
    if phase == "IMPORT" and settings.health_imaging:
        # Input and results are imported one after the other.
        return 2 * settings.health_imaging.minutes * 60 + _PHASE_SECONDS
    return settings.limits.minutes * 60 + _PHASE_SECONDS


def hold_file(settings_file: Path) -> Path:
    """While it exists nothing stops the machine: ``/etc/monai-runner/hold``."""
    return settings_file.parent / "hold"


def stops(settings: Settings) -> bool:
    """Whether the machine is meant to be stopped when there is nothing to do."""
    return settings.stop == "ec2" and settings.idle_minutes > 0


class Heartbeat:
    """Beats in a thread of its own. ``jobs`` names what is worked on at this moment."""

    def __init__(
        self,
        settings: Settings,
        notes: Notes,
        jobs: Callable[[], Iterable[Job]],
        held: Callable[[], bool],
        now: Callable[[], float] = seconds_up,
    ):
        self._settings = settings
        self._notes = notes
        self._jobs = jobs
        self._held = held
        self._now = now
        self._file = Path(settings.run_folder) / FILE
        self._started = now()
        self._looked: float | None = None
        self._idle_since: float | None = None
        self._ending = False
        self._phases: dict[str, tuple[tuple[Any, ...], float]] = {}
        self._told = float("-inf")
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat_until_over, daemon=True)

    def start(self) -> None:
        """Begins to beat."""
        self._thread.start()

    def end(self) -> None:
        """The runner ends. What was said last holds on."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join(_BEAT_SECONDS)

    def looked(self, busy: bool) -> None:
        """The ledger was read; ``busy`` says whether there is anything to do."""
        self._looked = self._now()
        if busy:
            self._idle_since = None
        elif self._idle_since is None:
            self._idle_since = self._looked

    def ending(self) -> None:
        """No look at the ledger is to come: running jobs are brought to their end."""
        self._ending = True

    def beat(self) -> None:
        """Says it once, to the machine and, from time to time, to the ledger."""
        until = self._healthy_until()
        if self._looked is None or until is None:
            return
        now = self._now()
        fields = {
            "at": now,
            "healthyUntil": until,
            "started": self._started,
            "pid": os.getpid(),
            "idleSince": self._idle_since,
        }
        new = self._file.with_suffix(".new")
        new.write_text(json.dumps(fields))
        new.replace(self._file)
        if now - self._told >= _LEDGER_SECONDS:
            self._told = now
            self._tell(now, until)

    def _healthy_until(self) -> float | None:
        if self._looked is None:
            return None
        now = self._now()
        bounds = [] if self._ending else [self._looked + LOOK_SECONDS]
        phases: dict[str, tuple[tuple[Any, ...], float]] = {}
        for job in self._jobs():
            state = (job.attempts, job.phase, len(job.seconds), job.results_prefix)
            known = self._phases.get(job.id)
            since = known[1] if known and known[0] == state else now
            phases[job.id] = (state, since)
            bounds.append(since + allowance(self._settings, job.phase))
        self._phases = phases
        return min(bounds, default=self._looked + LOOK_SECONDS)

    def _tell(self, now: float, until: float) -> None:
        wall = clock.utc_now()

        def text(moment: float | None) -> str | None:
            return None if moment is None else clock.to_text(wall + timedelta(seconds=moment - now))

        fields = {
            "at": clock.to_text(wall),
            "healthyUntil": text(until),
            "idleSince": text(self._idle_since),
            "heldAt": clock.to_text(wall) if self._held() else None,
            "stops": stops(self._settings),
        }
        try:
            self._notes.write(HEARTBEAT, fields)
        except (ClientError, BotoCoreError, LedgerError) as error:
            journal.warn("heartbeat-not-written", error=type(error).__name__)

    def _beat_until_over(self) -> None:
        while True:
            try:
                self.beat()
            except Exception as error:
                # The next one may succeed; if none does, the watchdog is right to act.
                journal.warn("heartbeat-failed", error=type(error).__name__)
            if self._over.wait(_BEAT_SECONDS):
                return
