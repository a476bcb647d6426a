"""Strangers' bytes are read in a process of its own, within bounds of memory, processor time and
wall clock.

No reader of archives or DICOM holds against everything, and none of Python's can be told how much
it may take. So each upload is looked at in a child process that the kernel limits
(setrlimit(2)), that has neither credentials nor the runner's memory, and that answers in JSON: a
bound that is hit ends this upload's job with a reason of its own and takes no other with it.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

_MIB = 1024 * 1024
_POLL_SECONDS = 0.1
_REMEDY = "look at the files with a DICOM tool; raise limits.minutes if such studies are expected"


@dataclass(frozen=True)
class Bounds:
    """What one reading may take: bytes of address space, seconds of processor time, and seconds
    from its start to its end. All are greater than 0."""

    memory: int
    cpu_seconds: float
    seconds: float


def call(task: str, argument: Any, bounds: Bounds, stop: Callable[[], str]) -> Any:
    """Calls ``task`` (``module:function``) with ``argument`` in a child process and returns its
    answer. Both are JSON. ``stop`` is asked several times a second.

    Raises the task's own JobFailure; JobFailure with the code PARSE_MEMORY, PARSE_CPU,
    PARSE_TIME or PARSE_CRASHED for a bound that was hit; Trouble when the child was killed from
    outside or did not start; Interrupted when ``stop`` says so.
    """
    from monai_runner.failure import JobFailure, Trouble

    request = {
        "path": [entry for entry in sys.path if entry],
        "task": task,
        "argument": argument,
        "memory": bounds.memory,
        "cpu": bounds.cpu_seconds,
    }
    code, output = _run(json.dumps(request).encode("ascii"), bounds, stop)
    if code == -signal.SIGXCPU:
        raise JobFailure(
            "PARSE_CPU", "reading the upload took more processor time than it may", _REMEDY
        )
    if code in (-signal.SIGKILL, -signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP):
        raise Trouble("PARSE_KILLED", "the process that read the upload was killed from outside")
    try:
        answer = json.loads(output)
    except ValueError:
        raise JobFailure(
            "PARSE_CRASHED", f"the process that read the upload ended with {code}", _REMEDY
        ) from None
    if "failure" in answer:
        raise JobFailure(**answer["failure"])
    if "system" in answer:
        raise OSError(answer["system"], os.strerror(answer["system"]))
    if "memory" in answer:
        raise JobFailure(
            "PARSE_MEMORY",
            f"reading the upload took more than {bounds.memory // _MIB} MiB of memory",
            _REMEDY,
        )
    return answer["value"]


def _run(request: bytes, bounds: Bounds, stop: Callable[[], str]) -> tuple[int, bytes]:
    # A file rather than a pipe: communicate() that was interrupted by its time-out writes no more
    # of a request that is larger than the pipe's buffer (a study of some thousand files).
    with tempfile.TemporaryFile() as source:
        source.write(request)
        source.seek(0)
        # -I: neither variables nor the working folder add to what it imports.
        with subprocess.Popen(
            [sys.executable, "-I", __file__],
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"LANG": "C.UTF-8"},
            start_new_session=True,
        ) as child:
            return _wait(child, bounds, stop)


def _wait(
    child: subprocess.Popen[bytes], bounds: Bounds, stop: Callable[[], str]
) -> tuple[int, bytes]:
    from monai_runner.failure import Interrupted, JobFailure

    deadline = time.monotonic() + bounds.seconds
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            output, _ = child.communicate(timeout=_POLL_SECONDS)
            return child.returncode, output
        why = stop()
        late = time.monotonic() > deadline
        if not why and not late:
            continue
        child.kill()
        child.communicate()
        if why:
            raise Interrupted(why)
        raise JobFailure(
            "PARSE_TIME",
            f"reading the upload took longer than {bounds.seconds:g} seconds",
            _REMEDY,
        )


def _limit(request: dict[str, Any]) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (request["memory"], request["memory"]))
    seconds = max(1, int(request["cpu"] + 0.999))
    # The kernel sends SIGXCPU at the first and SIGKILL at the second.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    try:
        _limit(request)
        sys.path[:] = request["path"]
        # pydicom loads it where it is installed, to decode pixels, which nothing here does: it
        # would take as long as all the rest of the process.
        sys.modules["numpy"] = None  # type: ignore[assignment]
        module, _, function = request["task"].partition(":")
        from monai_runner.failure import JobFailure

        try:
            value = getattr(importlib.import_module(module), function)(request["argument"])
        except JobFailure as failure:
            reason = failure.reason
            told = {"code": reason.code, "message": reason.message, "remedy": reason.remedy}
            return {"failure": told}
        return {"value": value}
    except MemoryError:
        return {"memory": True}
    except OSError as error:
        # The disk is full, say: worth another try.
        if error.errno is None:
            raise
        return {"system": error.errno}


def main(streams: Sequence[Any] | None = None) -> int:
    """What the child does: one request from standard input, one answer to standard output."""
    source, sink = streams or (sys.stdin.buffer, sys.stdout.buffer)
    answer = _answer(json.loads(source.read()))
    sink.write(json.dumps(answer).encode("ascii"))
    sink.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
