"""One run of the MAP in a container, within limits and without trust in its exit code."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from typing import Any

from monai_runner import ending, killpoint, mount_check, shutdown
from monai_runner.container import LABEL, Cli, end_group
from monai_runner.ending import Ending
from monai_runner.failure import Interrupted, JobFailure, Trouble
from monai_runner.mounts import paths_of
from monai_runner.settings import Settings
from monai_runner.tail import Tail
from monai_runner.workplace import Workplace

_MIB = 1024 * 1024
_POLL_SECONDS = 0.25
#: How long the client has to end after its container, and the output after the client.
_END_SECONDS = 30.0
_OUTPUT_SECONDS = 10.0
#: How long after an end from outside the runner may be told to end itself.
_PATIENCE_SECONDS = 3.0


def arguments(
    settings: Settings,
    place: Workplace,
    name: str,
    job_id: str,
    config: dict[str, Any],
    user: str,
) -> list[str]:
    """The arguments of ``docker run``. ``user`` is UID:GID in numbers.

    Nothing in them is a stranger's text: the paths are plain (:mod:`mounts`), the job id is
    hexadecimal, and the settings are checked where they are read. Raises JobFailure for paths of
    the image that are not plain.
    """
    paths = paths_of(config)
    options = settings.container
    memory = f"{options.memory_mib or _most_memory_mib()}m"
    # Not --rm: how it ended is asked afterwards. No log: it could grow without end and holds names.
    line = ["run", "--pull", "never", "--log-driver", "none", "--no-healthcheck"]
    line += ["--name", name, "--label", f"{LABEL}={job_id}"]
    line += ["--network", "bridge" if settings.network else "none"]
    line += ["--memory", memory, "--memory-swap", memory, "--pids-limit", str(options.pids)]
    line += ["--shm-size", f"{options.shm_mib}m"]
    line += ["--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--user", user]
    if settings.gpu:
        line += ["--gpus", "all"]
    line += ["--mount", f"type=bind,source={place.input},target={paths.input},readonly"]
    line += ["--mount", f"type=bind,source={place.output},target={paths.output}"]
    return [*line, settings.image]


def _most_memory_mib() -> int:
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _MIB
    return max(512, int(total) - 1024)


def run(
    cli: Cli,
    settings: Settings,
    place: Workplace,
    job: tuple[str, int],
    image: tuple[dict[str, Any], str],
    stop: Callable[[], str],
    monotonic: Callable[[], float] = time.monotonic,
) -> str:
    """Runs the MAP and returns the end of its output. Its container is gone afterwards.

    ``job`` is the job id and the attempt; ``image`` the image's configuration and its user in
    numbers. ``stop`` is asked several times a second, and once more after the end, and returns
    why to end early, or an empty text. Raises JobFailure for what the MAP did wrong, Trouble for
    what came from outside, Interrupted when told to stop.
    """
    job_id, attempt = job
    name = f"monai-{job_id}-{attempt}"
    line = arguments(settings, place, name, job_id, *image)
    cli.remove_containers(job_id)  # of attempts that were killed
    mount_check.check(cli, settings.image, place.input, paths_of(image[0]).input)
    tail = None
    try:
        process, tail = _start([cli.program, *line], place)
        why = _follow(process, tail, cli, settings, name, stop, monotonic)
        if why == "timeout":
            raise _timed_out(settings, tail.text())
        if why:
            raise Interrupted(why)
        ending.judge(Ending(process.returncode, cli.container(name), tail))
        return tail.text()
    except (JobFailure, Trouble) as error:
        outside = error.reason.code == ending.FROM_OUTSIDE
        why = shutdown.reason(stop, _PATIENCE_SECONDS if outside else 0)
        if why:
            raise Interrupted(why) from error
        if outside and tail and attempt >= settings.max_attempts:
            # With its last lines: an application can end itself like this, too.
            raise _exhausted(attempt, error.reason.message, tail.text()) from error
        raise
    finally:
        cli.remove_container(name)


def _start(command: list[str], place: Workplace) -> tuple[subprocess.Popen[bytes], Tail]:
    try:
        # In a session of its own, so that a signal for the runner does not reach it.
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            # conmon of podman leaves a file in it when memory runs out.
            cwd=place.folder,
        )
    except OSError as error:
        raise Trouble("CONTAINER_CLI", "the container program cannot be started") from error
    assert process.stdout is not None
    return process, Tail(process.stdout)


def _follow(
    process: subprocess.Popen[bytes],
    tail: Tail,
    cli: Cli,
    settings: Settings,
    name: str,
    stop: Callable[[], str],
    monotonic: Callable[[], float],
) -> str:
    """Waits for the end and returns why it came early, or an empty text."""
    deadline = monotonic() + settings.limits.minutes * 60
    why = ""
    try:
        killpoint.here("running")
        while not why:
            try:
                process.wait(_POLL_SECONDS)
                break
            except subprocess.TimeoutExpired:
                why = stop() or ("timeout" if monotonic() > deadline else "")
        if why:
            cli.remove_container(name)
            _reap(process)
        return why
    finally:
        if process.poll() is None:
            end_group(process)
        if not tail.close(_OUTPUT_SECONDS):
            end_group(process)


def _reap(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        end_group(process)


def _timed_out(settings: Settings, log: str) -> JobFailure:
    return JobFailure(
        "TIMED_OUT",
        f"the MAP did not end within {settings.limits.minutes:g} minutes",
        "raise limits.minutes or use a faster machine",
        log,
    )


def _exhausted(attempts: int, message: str, log: str) -> JobFailure:
    return JobFailure(
        "ATTEMPTS_EXHAUSTED",
        f"{attempts} attempts failed; the last time: {message}",
        "run the MAP by hand on the machine to see whether its application ends itself",
        log,
    )
