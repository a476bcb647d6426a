"""One run of the MAP in a container, within limits and without trust in its exit code."""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

from monai_runner import killpoint
from monai_runner.container import LABEL, Cli
from monai_runner.failure import Interrupted, JobFailure, Trouble
from monai_runner.settings import Settings
from monai_runner.workplace import Workplace

#: Printed by the entry point of every MAP the upstream packager makes, which itself always exits
#: 0 (holoscan-cli 4.2.0). A MAP of the `builtin` packager exits with the application's code.
_EXITED = re.compile(rb"Application exited with (-?\d+)\.")
_LOG_BYTES = 256 * 1024
_LINE_BYTES = 64 * 1024
_MIB = 1024 * 1024
_OUT_OF_MEMORY = 137


@dataclass(frozen=True)
class Paths:
    """Where the MAP reads and writes, as its image says."""

    input: str
    output: str


def paths_of(config: dict[str, Any]) -> Paths:
    """The paths of MAP specification 1.0 (HOLOSCAN_*) or 0.1.0 (MONAI_*), from the image's
    environment."""
    environment = dict(item.partition("=")[::2] for item in config.get("Env") or [])
    for source, target in (
        ("HOLOSCAN_INPUT_PATH", "HOLOSCAN_OUTPUT_PATH"),
        ("MONAI_INPUTPATH", "MONAI_OUTPUTPATH"),
    ):
        if environment.get(source, "").startswith("/") and environment.get(target, "").startswith(
            "/"
        ):
            return Paths(environment[source].rstrip("/"), environment[target].rstrip("/"))
    return Paths("/var/holoscan/input", "/var/holoscan/output")


def arguments(
    settings: Settings, place: Workplace, name: str, job_id: str, config: dict[str, Any]
) -> list[str]:
    """The arguments of ``docker run``."""
    paths = paths_of(config)
    options = settings.container
    memory = f"{options.memory_mib or _most_memory_mib()}m"
    line = ["run", "--rm", "--pull", "never", "--name", name, "--label", f"{LABEL}={job_id}"]
    line += ["--network", "bridge" if settings.network else "none"]
    line += ["--memory", memory, "--memory-swap", memory, "--pids-limit", str(options.pids)]
    line += ["--shm-size", f"{options.shm_mib}m"]
    line += ["--cap-drop", "ALL", "--security-opt", "no-new-privileges"]
    if is_root(str(config.get("User") or "")):
        line += ["--user", options.user]
    if settings.gpu:
        line += ["--gpus", "all"]
    line += ["--mount", f"type=bind,source={place.input},target={paths.input},readonly"]
    line += ["--mount", f"type=bind,source={place.output},target={paths.output}"]
    return [*line, settings.image]


def is_root(user: str) -> bool:
    """Whether an image's ``User`` is root: empty, by name or by number, with or without group."""
    return user.partition(":")[0] in ("", "0", "root")


def _most_memory_mib() -> int:
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _MIB
    return max(512, int(total) - 1024)


class _Tail:
    """Keeps the end of the output and every exit code in it, in bounded memory."""

    def __init__(self, stream: IO[bytes]):
        self._stream = stream
        self._lines: deque[bytes] = deque()
        self._size = 0
        self.exit_codes: list[int] = []
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        while line := self._stream.readline(_LINE_BYTES):
            found = _EXITED.search(line)
            if found:
                self.exit_codes = [*self.exit_codes[-9:], int(found.group(1)[:9])]
            self._lines.append(line)
            self._size += len(line)
            while self._size > _LOG_BYTES:
                self._size -= len(self._lines.popleft())

    def close(self) -> None:
        """Waits for the end of the output; a process that keeps it open is not waited for."""
        self._thread.join(10)

    def text(self) -> str:
        """The end of the output."""
        return b"".join(list(self._lines)).decode("utf-8", errors="replace")


def run(
    cli: Cli,
    settings: Settings,
    place: Workplace,
    job: tuple[str, int],
    config: dict[str, Any],
    stop: Callable[[], str],
    monotonic: Callable[[], float] = time.monotonic,
) -> str:
    """Runs the MAP and returns the end of its output.

    ``job`` is the job id and the attempt. ``stop`` is asked several times a second and returns
    why to end early, or an empty text. Raises JobFailure for what the MAP did wrong, Trouble for
    what the engine did, Interrupted when told to stop.
    """
    job_id, attempt = job
    name = f"monai-{job_id}-{attempt}"
    command = [cli.program, *arguments(settings, place, name, job_id, config)]
    deadline = monotonic() + settings.limits.minutes * 60
    why = ""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        tail = _Tail(process.stdout)
        killpoint.here("running")
        while not why:
            try:
                process.wait(0.25)
                break
            except subprocess.TimeoutExpired:
                why = stop() or ("timeout" if monotonic() > deadline else "")
        if why:
            _end(cli, process, name)
        tail.close()
    if why == "timeout":
        raise JobFailure(
            "TIMED_OUT",
            f"the MAP did not end within {settings.limits.minutes:g} minutes",
            "raise limits.minutes or use a faster machine",
            tail.text(),
        )
    if why:
        raise Interrupted(why)
    _judge(process.returncode, tail)
    return tail.text()


def _end(cli: Cli, process: subprocess.Popen[bytes], name: str) -> None:
    cli.succeeds("rm", "--force", name)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()


def _judge(code: int, tail: _Tail) -> None:
    if code == 125:
        # docker-run(1): the engine itself failed, the MAP never started.
        raise Trouble("CONTAINER_ENGINE", "the container engine could not start the MAP")
    if code == _OUT_OF_MEMORY:
        raise JobFailure(
            "MAP_KILLED",
            "the MAP was killed, most likely because it took more memory than it may",
            "raise container.memoryMib or use a larger machine",
            tail.text(),
        )
    reported = tail.exit_codes[-1] if tail.exit_codes else 0
    if code != 0 or reported != 0:
        raise JobFailure(
            "MAP_FAILED",
            f"the MAP's application exited with {reported or code}",
            "see the log in the reason file",
            tail.text(),
        )
