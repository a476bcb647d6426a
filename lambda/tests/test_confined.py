"""Issue 9, number 7: the child process in which strangers' bytes are read, and its bounds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from monai_runner import confined
from monai_runner.confined import Bounds
from monai_runner.failure import Interrupted, JobFailure, Trouble

ROOMY = Bounds(memory=512 * 1024 * 1024, cpu_seconds=20, seconds=30)


def never() -> str:
    return ""


def echo(argument: Any) -> Any:
    return {"told": argument, "secrets": [name for name in os.environ if "AWS" in name]}


def take_memory(megabytes: int) -> int:
    return len(bytearray(megabytes * 1024 * 1024))


def spin(_: Any) -> None:
    while True:
        pass


def wait(seconds: float) -> None:
    time.sleep(seconds)


def refuse(_: Any) -> None:
    raise JobFailure("NOT_DICOM", "nothing here", "send something")


def die(number: int) -> None:
    os.kill(os.getpid(), number)
    time.sleep(30)


def fill_disk(_: Any) -> None:
    raise OSError(28, "No space left on device")


def call(function: Any, argument: Any = None, bounds: Bounds = ROOMY, stop: Any = never) -> Any:
    return confined.call(f"test_confined:{function.__name__}", argument, bounds, stop)


def test_answer_comes_back_and_no_credentials_go_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "do-not-hand-on")
    assert call(echo, {"a": ["ü", None, 1.5]}) == {"told": {"a": ["ü", None, 1.5]}, "secrets": []}


def late_echo(argument: str) -> str:
    time.sleep(0.3)
    return argument


def test_request_and_answer_of_any_size_arrive(monkeypatch: pytest.MonkeyPatch) -> None:
    """Larger than a pipe holds, and asked after before the child has begun to read."""
    monkeypatch.setattr(confined, "_POLL_SECONDS", 0.001)
    large = "x" * (4 << 20)
    assert call(late_echo, large) == large


@pytest.mark.parametrize(
    ("function", "argument", "bounds", "code"),
    [
        (take_memory, 4096, ROOMY, "PARSE_MEMORY"),
        (spin, None, Bounds(ROOMY.memory, 1, 30), "PARSE_CPU"),
        (wait, 60, Bounds(ROOMY.memory, 20, 0.5), "PARSE_TIME"),
        (die, signal.SIGSEGV, ROOMY, "PARSE_CRASHED"),
        (refuse, None, ROOMY, "NOT_DICOM"),
    ],
)
def test_bound_that_is_hit_is_a_reason_of_its_own(
    function: Any, argument: Any, bounds: Bounds, code: str
) -> None:
    with pytest.raises(JobFailure) as failure:
        call(function, argument, bounds)
    assert failure.value.reason.code == code
    assert failure.value.reason.remedy


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_child_killed_from_outside_is_not_the_upload_s_fault(number: int) -> None:
    with pytest.raises(Trouble):
        call(die, number)


def test_full_disk_is_not_the_upload_s_fault() -> None:
    with pytest.raises(OSError, match="space"):
        call(fill_disk)


def test_runner_that_is_to_end_does_not_wait() -> None:
    started = time.monotonic()
    with pytest.raises(Interrupted):
        call(wait, 60, stop=lambda: "signal")
    assert time.monotonic() - started < 20


def test_child_imports_nothing_from_where_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('taken over')")
    path = os.pathsep.join(entry for entry in sys.path if entry)
    script = (
        "from monai_runner import confined as c;"
        "print(c.call('test_confined:echo', 1, c.Bounds(1 << 29, 20, 30), lambda: ''))"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "'told': 1" in done.stdout, done.stderr
