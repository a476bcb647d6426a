"""Whether an end has to do with the machine's or the runner's own."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

_POLL_SECONDS = 0.1


def reason(stop: Callable[[], str], patience: float) -> str:
    """Why to end, as ``stop`` or the system says, or nothing. A machine that goes down ends the
    runner and its containers in any order, so it is asked again for ``patience`` seconds."""
    deadline = time.monotonic() + patience
    while True:
        why = stop() or ("the machine is going down" if _system_is_stopping() else "")
        if why or time.monotonic() >= deadline:
            return why
        time.sleep(_POLL_SECONDS)


def _system_is_stopping() -> bool:
    if not Path("/run/systemd/system").is_dir():
        return False
    try:
        asked = subprocess.run(
            ["systemctl", "is-system-running"],  # noqa: S607
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=10,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.stdout.strip() == b"stopping"
