"""The loop: takes jobs while slots are free, waits for the bell, stops the machine when idle."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from monai_ledger import clock
from monai_ledger.job import PENDING, RUNNING, Job
from monai_ledger.ledger import Entry, Ledger, LostRace
from monai_ledger.notes import Notes
from monai_ledger.store import Store
from monai_ledger.unreadable import LedgerError, Unreadable
from monai_runner import images, journal, workplace
from monai_runner import settings as files
from monai_runner.container import Cli
from monai_runner.failure import Interrupted, Trouble, describe
from monai_runner.heartbeat import Heartbeat, hold_file
from monai_runner.held import Tools
from monai_runner.idle import Idle
from monai_runner.lease import Identity, Tenure, due, may_take
from monai_runner.place import Bell
from monai_runner.process import JobProcess
from monai_runner.putting_off import PuttingOff
from monai_runner.queue import Queue
from monai_runner.settings import Settings

#: Jobs that no longer need a slot but are still moving files or waiting for an import.
_MOST_BEYOND_SLOTS = 16
#: Of what is held off, a drain waits for what is due so soon.
_DRAIN_SECONDS = 60.0
#: What was held off later than so many seconds before something got through waits its pause.
_EASE_SECONDS = 60.0
_LEDGER_RETRY = 5.0

Clients = Callable[..., Any]


class Runner:
    """Works on the ledger's jobs. ``ask_to_end`` may be called from a signal handler."""

    def __init__(self, settings: Settings, me: Identity, bell: Bell, clients: Clients):
        self._settings = settings
        self._me = me
        self._bell = bell
        self._clients = clients
        self._ledger = Ledger(Store(clients("s3"), settings.bucket), settings.ledger_prefix)
        self._cli = Cli(settings.container.cli)
        self._queue = Queue(self._ledger)
        hold = hold_file(files.file_name())
        self._idle = Idle(settings, self._ledger, self._queue.work, clients, bell, hold)
        notes = Notes(self._ledger.store, settings.ledger_prefix)
        self._putting_off = PuttingOff(settings, notes)
        #: What was held off before is tried again: something got through, or this is a new start.
        self._eased = clock.to_text(clock.utc_now())
        self._heartbeat = Heartbeat(settings, notes, self._held_jobs, self._idle.held)
        self._workers: dict[str, threading.Thread] = {}
        self._tenures: dict[str, Tenure] = {}
        self._in_slots: set[str] = set()
        self._lock = threading.Lock()
        self._end: str = ""
        self._next_due: str | None = None

    def ask_to_end(self, why: str) -> None:
        """Ends the loop. Running jobs go back to the ledger, unless the reason is a change of
        settings, when they are brought to their end first."""
        self._end = why
        self._bell.ring()

    def clean_up(self) -> None:
        """Removes what killed runners left on the machine. The lock is held, so nothing of it
        is in use."""
        workplace.wipe_all(Path(self._settings.work_folder))
        try:
            self._cli.remove_containers()
            images.prune(self._cli, self._settings.image)
        except Trouble as trouble:
            journal.warn("clean-up-failed", code=trouble.reason.code)

    def loop(self, drain: bool = False) -> str:
        """Runs until told to end or, with ``drain``, until nothing is left that this runner
        could do. Returns why it ended."""
        idle_since = time.monotonic()
        if not drain:
            self._heartbeat.start()
        self._quietly(self._take_back)
        if not drain and self._settings.stop == "ec2":
            self._quietly(self._ledger.withdraw_stop)
        while not self._end:
            open_jobs = self._take_jobs(drain)
            if open_jobs or self._workers:
                idle_since = time.monotonic()
            if drain and not self._workers and self._next_due is None:
                return "drained"
            if not drain and self._idle.enough(time.monotonic() - idle_since):
                self._idle.stop_machine(lambda: bool(self._end))
                idle_since = time.monotonic()
                continue
            self._bell.wait(self._pause(time.monotonic() - idle_since))
        self._heartbeat.ending()
        for worker in list(self._workers.values()):
            worker.join()
        self._heartbeat.end()
        return self._end

    def _held_jobs(self) -> list[Job]:
        with self._lock:
            tenures = list(self._tenures.values())
        return [tenure.job for tenure in tenures]

    def _take_back(self) -> None:
        for job_id in self._ledger.take_back():
            journal.info("job-taken-back", job=job_id)

    # -- taking ---------------------------------------------------------------------------------

    def _take_jobs(self, drain: bool) -> int:
        """Fills the free slots. Returns how many jobs are to be done, 1 when that cannot be told.

        When draining, jobs that others hold are theirs; else their leases' ends are waited for.
        """
        self._workers = {name: w for name, w in self._workers.items() if w.is_alive()}
        self._next_due = None
        try:
            candidates = self._queue.candidates()
            for job_id in candidates:
                if not self._has_room():
                    break
                if job_id not in self._workers:
                    self._take(job_id, drain)
            work = self._queue.work()
            self._heartbeat.looked(busy=bool(work or self._workers))
            return len(work)
        except (ClientError, BotoCoreError, LedgerError) as error:
            journal.warn("ledger-not-readable", reason=describe(error).message)
            self._next_due = clock.to_text(clock.after(clock.utc_now(), _LEDGER_RETRY))
            return 1

    def _has_room(self) -> bool:
        with self._lock:
            return (
                not self._end
                and len(self._in_slots) < self._settings.slots
                and len(self._workers) < self._settings.slots + _MOST_BEYOND_SLOTS
            )

    def _take(self, job_id: str, drain: bool) -> None:
        try:
            entry = self._queue.fresh(job_id)
        except LedgerError as error:
            self._queue.set_aside(job_id, error)
            return
        now = clock.to_text(clock.utc_now())
        if entry is None:
            return
        if not may_take(entry.job, self._me, now, self._eased):
            later = None if drain and self._is_left(entry.job) else due(entry.job, now)
            if later and (self._next_due is None or later < self._next_due):
                self._next_due = later
            return
        try:
            tenure = Tenure.take(self._ledger, entry, self._me, self._settings.lease_seconds)
        except LostRace:
            return
        self._start(entry, tenure)

    @staticmethod
    def _is_left(job: Job) -> bool:
        """Whether a drain ends without the job: others hold it, or it is held off for long."""
        soon = clock.to_text(clock.after(clock.utc_now(), _DRAIN_SECONDS))
        return job.state == RUNNING or (job.held_off and (job.not_before or "") > soon)

    def _start(self, entry: Entry, tenure: Tenure) -> None:
        job_id = entry.job.id
        journal.info("job-taken", job=job_id, attempt=tenure.job.attempts)
        worker = threading.Thread(target=self._work, args=(job_id, tenure), name=job_id)
        with self._lock:
            self._in_slots.add(job_id)
            self._tenures[job_id] = tenure
        self._workers[job_id] = worker
        worker.start()

    def take_one(self, job_id: str) -> bool:
        """Works on one given job, as a batch container does. Returns whether it could be taken
        or is over already."""
        try:
            entry = self._ledger.get(job_id)
        except LedgerError as error:
            self._queue.set_aside(job_id, error)
            return False
        if entry is None:
            return False
        if entry.job.final:
            return True
        now = clock.to_text(clock.utc_now())
        if not may_take(entry.job, self._me, now, self._eased):
            return False
        try:
            tenure = Tenure.take(self._ledger, entry, self._me, self._settings.lease_seconds)
        except LostRace:
            return False
        self._work(job_id, tenure)
        return True

    # -- working --------------------------------------------------------------------------------

    def _work(self, job_id: str, tenure: Tenure) -> None:
        tools = Tools(
            settings=self._settings,
            ledger=self._ledger,
            cli=self._cli,
            clients=self._clients,
            stop=lambda: "" if self._end in ("", "settings") else self._end,
            free_slot=lambda: self._free_slot(job_id),
        )
        try:
            JobProcess(tools, tenure).run()
            self._eased = clock.to_text(clock.after(clock.utc_now(), -_EASE_SECONDS))
            self._quietly(self._putting_off.eased)
        except LostRace:
            journal.warn("job-lost", job=job_id)
        except Interrupted:
            self._quietly(lambda: tenure.release(state=PENDING, attempts=tenure.job.attempts - 1))
            journal.info("job-returned", job=job_id)
        except Unreadable as error:
            # The job that has this upload waits for another version, and this one waits with it.
            self._quietly(lambda: tenure.release(state=PENDING, attempts=tenure.job.attempts - 1))
            self._queue.set_aside(job_id, error)
        except Exception as error:
            failed = error
            self._quietly(lambda: self._putting_off.put_off(tenure, failed))
        finally:
            tenure.end()
            with self._lock:
                self._tenures.pop(job_id, None)
            self._free_slot(job_id)
            self._bell.ring()

    def _free_slot(self, job_id: str) -> None:
        with self._lock:
            if job_id not in self._in_slots:
                return
            self._in_slots.remove(job_id)
        self._bell.ring()

    def _quietly(self, call: Callable[[], object]) -> None:
        """For what the lease's end or the sweep makes good when it fails."""
        try:
            call()
        except (ClientError, BotoCoreError, LedgerError, LostRace) as error:
            journal.warn("ledger-not-written", error=type(error).__name__)

    # -- waiting --------------------------------------------------------------------------------

    def _pause(self, idle_seconds: float) -> float:
        pause = self._settings.poll_seconds
        if self._settings.idle_minutes > 0:
            pause = min(pause, max(1.0, self._settings.idle_minutes * 60 - idle_seconds))
        if self._next_due is not None:
            left = (clock.from_text(self._next_due) - clock.utc_now()).total_seconds()
            pause = min(pause, max(0.05, left + 0.01))
        return pause
