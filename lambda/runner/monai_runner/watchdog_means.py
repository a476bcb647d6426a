"""The watchdog's hands: systemd, EC2, the ledger. None of them may keep it from using the next."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from monai_ledger import clock
from monai_ledger.notes import HEARTBEAT, Incident, Notes
from monai_ledger.store import Store
from monai_ledger.unreadable import LedgerError
from monai_runner import heartbeat, machine, settings
from monai_runner.watchdog import Means, Verdict, incident

_UNIT = "monai-runner.service"
_COMMAND_SECONDS = 30
_TELL_SECONDS = 900.0
#: Short: the watchdog has four minutes in all.
_CONFIG = Config(connect_timeout=5, read_timeout=10, retries={"total_max_attempts": 2})


class Hands:
    """Works with settings that cannot be read, too: it then reports to the disk alone and may stop
    the machine, as the runner cannot."""

    def __init__(self, settings_file: Path, pending: Path):
        self._pending = pending
        self._instance: str | None = None
        try:
            self._settings: settings.Settings | None = settings.load(settings_file)
        except settings.SettingsError:
            self._settings = None

    @property
    def run_folder(self) -> Path:
        """Where the runner's heartbeat is."""
        return Path(self._settings.run_folder if self._settings else "/run/monai-runner")

    @property
    def idle_minutes(self) -> float:
        """The setting; 0 where the machine is never to stop."""
        if self._settings is None:
            return 15.0
        return self._settings.idle_minutes if heartbeat.stops(self._settings) else 0.0

    def means(self) -> Means:
        """For one look."""
        return Means(self._restart, self._stop, machine.is_ec2, self._power_off, self._report)

    # -- doing ---------------------------------------------------------------------------------

    def _restart(self) -> bool:
        return _run("systemctl", "restart", "--no-block", _UNIT)

    def _stop(self) -> bool:
        try:
            region = self._settings.region if self._settings else None
            ec2 = boto3.client("ec2", region_name=region or machine.region(), config=_CONFIG)
            machine.stop_instance(ec2, machine.instance_id())
            return True
        except (machine.NoInstance, ClientError, BotoCoreError, ValueError) as error:
            _say("stop-refused", error=type(error).__name__)
            return False

    def _power_off(self) -> bool:
        return _run("systemctl", "poweroff") or _run("shutdown", "-P", "now")

    # -- telling -------------------------------------------------------------------------------

    def _report(self, what: str, verdict: Verdict) -> None:
        record = incident(what, verdict)
        _say("watchdog", **record)
        if not self._hand_over(record):
            with contextlib.suppress(OSError):  # a full disk
                self._pending.write_text(json.dumps(record))

    def hand_in(self) -> None:
        """Reports what an earlier look, or the shell in its place, left on the disk."""
        try:
            record = json.loads(self._pending.read_bytes())
        except OSError:
            return
        except (ValueError, RecursionError):
            record = None
        if not isinstance(record, dict) or self._hand_over(record):
            with contextlib.suppress(OSError):
                self._pending.unlink()

    def _hand_over(self, record: dict[str, Any]) -> bool:
        notes = self._notes()
        if notes is None:
            return False
        if self._instance is None:
            try:
                self._instance = machine.instance_id()
            except machine.NoInstance:
                self._instance = "unknown"
        texts = {
            name: str(record.get(name, ""))[:1000]
            for name in ("what", "code", "message", "remedy", "at")
        }
        try:
            notes.report(Incident(by="watchdog", instance=self._instance, **texts))
            return True
        except (ClientError, BotoCoreError, LedgerError) as error:
            _say("ledger-not-written", error=type(error).__name__)
            return False

    def tell_held(self, told: Path) -> None:
        """Says to the function, from time to time, that the machine is held on purpose."""
        notes = self._notes()
        with contextlib.suppress(OSError):
            if time.time() - told.stat().st_mtime < _TELL_SECONDS:
                return
        if notes is None:
            return
        held = {"heldAt": clock.to_text(clock.utc_now())}
        try:
            notes.change(HEARTBEAT, lambda fields: {**fields, **held})
        except (ClientError, BotoCoreError, LedgerError) as error:
            _say("ledger-not-written", error=type(error).__name__)
            return
        told.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        told.touch()

    def _notes(self) -> Notes | None:
        options = self._settings
        if options is None:
            return None
        try:
            client = boto3.client("s3", region_name=options.region, config=_CONFIG)
        except (BotoCoreError, ValueError):
            return None
        return Notes(Store(options.terms.bind(client), options.bucket), options.ledger_prefix)


def _run(*command: str) -> bool:
    try:
        ended = subprocess.run(command, check=False, timeout=_COMMAND_SECONDS)
        return ended.returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _say(event: str, **fields: object) -> None:
    """To the system's journal, where the unit's output goes."""
    line = {"event": event, "pid": os.getpid(), **fields}
    print(json.dumps(line, ensure_ascii=True), file=sys.stderr, flush=True)
