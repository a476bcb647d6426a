"""The runner's place on a machine: its lock, its bell and its name."""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import socket
import uuid
from pathlib import Path

from monai_runner.lease import Identity


class Lock:
    """Held by the one runner of a work folder. The system frees it when the process dies."""

    def __init__(self, work_folder: Path):
        work_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = work_folder / "lock"
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Takes the lock, or returns False when another process has it."""
        descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Gives it back."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class Bell:
    """A named pipe by which other processes, and the runner's own threads, tell the runner to
    look at the ledger now."""

    def __init__(self, run_folder: Path):
        run_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._pipe = run_folder / "wake"
        with contextlib.suppress(FileExistsError):
            os.mkfifo(self._pipe, 0o600)
        self._descriptor: int | None = None

    def listen(self) -> None:
        """Opens the pipe for both ends, so that it never comes to an end."""
        self._descriptor = os.open(self._pipe, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)

    def ring(self) -> bool:
        """Rings. Returns False when nobody listens."""
        try:
            descriptor = os.open(self._pipe, os.O_WRONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            with contextlib.suppress(BlockingIOError):  # full: it has been rung enough
                os.write(descriptor, b"!")
        finally:
            os.close(descriptor)
        return True

    def wait(self, seconds: float) -> bool:
        """Waits until it rings, at most so long. Returns whether it did."""
        assert self._descriptor is not None, "listen first"
        ready, _, _ = select.select([self._descriptor], [], [], max(0.0, seconds))
        if ready:
            with contextlib.suppress(BlockingIOError):
                os.read(self._descriptor, 65_536)
        return bool(ready)

    def close(self) -> None:
        """Stops listening."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def identity(work_folder: Path) -> Identity:
    """Names this work folder on this machine, and this process. To be called under the lock.

    A number made once for the folder is part of it: hostnames need not be unique.
    """
    work_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = work_folder / "place"
    if not file.exists() or not file.read_text().strip():
        file.write_text(uuid.uuid4().hex)
    place = f"{socket.gethostname()}:{file.read_text().strip()}"
    return Identity(place, f"{place}:{os.getpid()}:{uuid.uuid4().hex[:8]}")
