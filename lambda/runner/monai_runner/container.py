"""The container command line (docker or podman), always as a list of arguments."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from monai_runner.failure import Trouble

#: Marks containers as ours, with the job id as value.
LABEL = "io.jenkins.plugins.monai.job"
_SHORT_SECONDS = 120


class Cli:
    """docker or podman. Short calls raise Trouble when the program fails or hangs."""

    def __init__(self, program: str):
        self.program = program

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
                f"{Path(self.program).name} {arguments[0]} failed with {done.returncode}",
                "see the container engine's log on the machine",
            )
        return done.stdout

    def succeeds(self, *arguments: str) -> bool:
        """Runs one short command whose failure is an answer too."""
        return self._run(arguments, _SHORT_SECONDS, None, None).returncode == 0

    def _run(
        self,
        arguments: tuple[str, ...],
        seconds: float,
        stdin: str | None,
        environment: Mapping[str, str] | None,
    ) -> subprocess.CompletedProcess[str]:
        try:
            return subprocess.run(
                [self.program, *arguments],
                input=stdin if stdin is not None else "",
                capture_output=True,
                text=True,
                errors="replace",
                timeout=seconds,
                env={**os.environ, **(environment or {})},
                check=False,
            )
        except FileNotFoundError as error:
            raise Trouble(
                "CONTAINER_CLI", "the container program is not installed", "set container.cli"
            ) from error
        except subprocess.TimeoutExpired as error:
            raise Trouble(
                "CONTAINER_CLI", f"{Path(self.program).name} {arguments[0]} does not answer"
            ) from error

    def image_config(self, image: str) -> dict[str, Any] | None:
        """The image's configuration (``User``, ``Env`` and so on), or None when it is not here."""
        done = self._run(("image", "inspect", image), _SHORT_SECONDS, None, None)
        if done.returncode != 0:
            return None
        described = json.loads(done.stdout)
        return dict(described[0].get("Config") or {})

    def remove_containers(self, job_id: str | None = None) -> int:
        """Stops and removes a job's containers, or all jobs'. Returns how many there were."""
        label = LABEL if job_id is None else f"{LABEL}={job_id}"
        found = self.call("ps", "--all", "--quiet", "--filter", f"label={label}").split()
        for container in found:
            # One may end and be removed by itself (--rm) meanwhile.
            self.succeeds("rm", "--force", container)
        return len(found)
