"""The machine stops itself when there is nothing to do."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from monai_ledger.ledger import Ledger
from monai_ledger.unreadable import LedgerError
from monai_runner import heartbeat, journal, machine
from monai_runner.place import Bell
from monai_runner.settings import Settings

#: How long a machine that asked to be stopped waits for it before it goes back to work.
_STOP_SECONDS = 600.0


class Idle:
    """``candidates`` are the open jobs, ``ended`` says whether the runner is told to end."""

    def __init__(
        self,
        settings: Settings,
        ledger: Ledger,
        candidates: Callable[[], list[str]],
        clients: Callable[..., Any],
        bell: Bell,
        hold_file: Path,
    ):
        self._settings = settings
        self._ledger = ledger
        self._candidates = candidates
        self._clients = clients
        self._bell = bell
        self._hold_file = hold_file

    def held(self) -> bool:
        """Whether somebody wants the machine to run on."""
        return self._hold_file.exists()

    def enough(self, seconds: float) -> bool:
        """Whether the machine has been idle for so long that it stops."""
        limit = self._settings.idle_minutes * 60
        return heartbeat.stops(self._settings) and seconds >= limit and not self.held()

    def stop_machine(self, ended: Callable[[], bool]) -> None:
        """Announces the stop, looks at the ledger once more, stops. A job written before that
        look is seen by it; the function of one written after it sees the announcement and
        starts the machine again once it is stopped."""
        try:
            instance = machine.instance_id()
            self._ledger.announce_stop(instance)
            if self._candidates():
                self._ledger.withdraw_stop()
                return
            journal.info("stopping-machine", instance=instance)
            machine.stop_instance(self._clients("ec2"), instance)
        except (machine.NoInstance, ClientError, BotoCoreError, LedgerError) as error:
            journal.warn("machine-not-stopped", error=type(error).__name__)
            self._withdraw()
            return
        deadline = time.monotonic() + _STOP_SECONDS
        while not ended() and time.monotonic() < deadline:
            self._bell.wait(deadline - time.monotonic())
        if not ended():
            self._withdraw()

    def _withdraw(self) -> None:
        try:
            self._ledger.withdraw_stop()
        except (ClientError, BotoCoreError) as error:
            journal.warn("ledger-not-written", error=type(error).__name__)
