"""The container command line (docker or podman), always as a list of arguments."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monai_runner.failure import Trouble

#: Marks containers as ours, with the job id as value.
LABEL = "io.jenkins.plugins.monai.job"
_SHORT_SECONDS = 120.0
#: What is read of a short command's output. The configuration of an image has 4 MiB at most in
#: any registry.
_MOST_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True)
class Done:
    """How a short command ended: its exit code (negative for a signal) and its output."""

    returncode: int
    stdout: bytes


class Cli:
    """docker or podman. Short calls raise Trouble when the program fails or hangs."""

    def __init__(self, program: str):
        self.program = program
        self._name = Path(program).name
        #: What was found out of images' users (:mod:`users`).
        self.users: dict[tuple[str, str, str], str] = {}
        self._left: set[str] = set()
        self._lock = threading.Lock()

    def call(
        self,
        *arguments: str,
        seconds: float = _SHORT_SECONDS,
        stdin: str | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> str:
        """Runs one short command and returns its output."""
        done = self._run(arguments, seconds, stdin, environment)
        if done.returncode != 0:
            raise Trouble(
                "CONTAINER_CLI",
                f"{self._name} {arguments[0]} failed with {done.returncode}",
                "see the container engine's log on the machine",
            )
        return done.stdout.decode("utf-8", errors="replace")

    def succeeds(self, *arguments: str) -> bool:
        """Runs one short command whose failure is an answer too."""
        return self.answer(*arguments).returncode == 0

    def answer(self, *arguments: str) -> Done:
        """Runs one short command and returns how it ended, whatever it was."""
        return self._run(arguments, _SHORT_SECONDS, None, None)

    def _run(
        self,
        arguments: tuple[str, ...],
        seconds: float,
        stdin: str | None,
        environment: Mapping[str, str] | None,
    ) -> Done:
        # The output goes to a file: a grandchild that keeps a pipe open would be waited for.
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as output:
            given.write((stdin or "").encode())
            given.seek(0)
            try:
                process = subprocess.Popen(
                    [self.program, *arguments],
                    stdin=given,
                    stdout=output,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                    env={**os.environ, **(environment or {})},
                )
            except (FileNotFoundError, PermissionError) as error:
                raise Trouble(
                    "CONTAINER_CLI", "the container program is not installed", "set container.cli"
                ) from error
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired as error:
                end_group(process)
                raise Trouble(
                    "CONTAINER_CLI", f"{self._name} {arguments[0]} does not answer"
                ) from error
            output.seek(0)
            return Done(process.returncode, output.read(_MOST_BYTES))

    def image_config(self, image: str) -> dict[str, Any] | None:
        """The image's configuration (``User``, ``Env`` and so on), or None when it is not here."""
        done = self.answer("image", "inspect", image)
        if done.returncode != 0:
            return None
        config = _first(done.stdout).get("Config") or {}
        if not isinstance(config, dict):
            raise _unclear()
        return config

    def container(self, name: str) -> dict[str, Any] | None:
        """What the engine knows of a container (``Id``, ``State`` and so on), or None when it
        has none of that name. Raises Trouble when the engine does not answer."""
        done = self.answer("container", "inspect", name)
        if done.returncode == 0:
            return _first(done.stdout)
        # No such container, or no engine: only the second fails here too.
        self.call("ps", "--quiet", "--filter", f"label={LABEL}")
        return None

    def remove_container(self, name: str) -> None:
        """Ends and removes a container with its volumes, whether or not it is there. One that
        the engine does not let go is tried again with the next."""
        with self._lock:
            names = {*self._left, name}
        for each in sorted(names):
            # At once: without this podman gives a container ten seconds to end by itself.
            self._quietly("kill", each)
            gone = self._quietly("rm", "--force", "--volumes", each) or self._is_gone(each)
            with self._lock:
                (self._left.discard if gone else self._left.add)(each)

    def _quietly(self, *arguments: str) -> bool:
        try:
            return self.succeeds(*arguments)
        except Trouble:
            return False

    def _is_gone(self, name: str) -> bool:
        try:
            return self.container(name) is None
        except Trouble:
            return False

    def remove_containers(self, job_id: str | None = None) -> int:
        """Ends and removes a job's containers, or all jobs'. Returns how many there were."""
        label = LABEL if job_id is None else f"{LABEL}={job_id}"
        found = self.call("ps", "--all", "--quiet", "--filter", f"label={label}").split()
        for container in found:
            self.remove_container(container)
        return len(found)


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Kills a process that was started in a session of its own, with its children, and reaps
    it."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _first(output: bytes) -> dict[str, Any]:
    try:
        described = json.loads(output)
    except ValueError as error:
        raise _unclear() from error
    if not isinstance(described, list) or not described or not isinstance(described[0], dict):
        raise _unclear()
    return described[0]


def _unclear() -> Trouble:
    return Trouble("CONTAINER_CLI", "the container engine's answer is not understood")
