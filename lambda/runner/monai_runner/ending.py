"""Why a container ended: through its application, or because something around it went.

The exit code alone does not tell: 137 and 143 are what a kill from outside, a machine that stops,
an engine that is restarted and the kernel's want of memory look like, and an application may exit
with them, too. So the engine is asked (``inspect``), the kernel, and once more the runner.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from monai_runner import kernel
from monai_runner.failure import JobFailure, Trouble
from monai_runner.tail import Tail

#: The code of Trouble that came, or may have come, from outside.
FROM_OUTSIDE = "MAP_ENDED"
#: Exit codes of a process that SIGKILL, SIGTERM, SIGINT or SIGHUP ended, as shells and engines
#: have them (128 + number) and as Python's subprocess has them.
_SIGNALLED = {128 + number for number in (1, 2, 9, 15)} | {-1, -2, -9, -15}
#: Podman calls a container stopped whose resources are not yet cleaned up.
_ENDED = ("exited", "stopped")
#: docker-run(1): the engine itself failed.
_ENGINE_FAILED = 125
#: docker-run(1): the command cannot be invoked, or is not there.
_NO_COMMAND = (126, 127)


@dataclass(frozen=True)
class Ending:
    """How the client ended and what the engine knows of the container then, None for a container
    that is gone."""

    client: int
    container: dict[str, Any] | None
    tail: Tail

    @property
    def state(self) -> dict[str, Any]:
        """``State`` of ``inspect``."""
        return dict((self.container or {}).get("State") or {})

    @property
    def code(self) -> int:
        """The application's exit code: the container's, or the one its entry point prints when
        it hides it."""
        code = self.state.get("ExitCode")
        own = code if isinstance(code, int) else 1
        return own or self.tail.exit_code or 0


def judge(ending: Ending) -> None:
    """Returns for an application that ended well.

    Raises JobFailure for what the MAP did: MAP_FAILED, or MAP_KILLED when it took more memory than
    it may. Raises Trouble, with which the job is given back and tried again a few times, for
    everything that came or may have come from outside.
    """
    status = ending.state.get("Status")
    if ending.container is None and ending.client != _ENGINE_FAILED:
        raise _outside("the MAP's container was removed from outside")
    if ending.container is None or status == "created":
        raise _not_started(ending)
    if ending.client < 0:
        raise _outside("the client of the container engine was killed")
    if status not in _ENDED or ending.client != ending.state.get("ExitCode"):
        raise _outside("the container engine lost the MAP's container, as when it is restarted")
    if ending.code:
        raise _failed(ending)


def _failed(ending: Ending) -> Exception:
    memory = kernel.out_of_memory(str((ending.container or {}).get("Id") or ""))
    if memory == kernel.MACHINE:
        return Trouble(
            "MACHINE_MEMORY",
            "the machine ran out of memory and the kernel ended the MAP",
            "use a larger machine, fewer slots or a lower container.memoryMib",
        )
    log = ending.tail.text()
    if memory == kernel.OWN_LIMIT or ending.state.get("OOMKilled") is True:
        return JobFailure(
            "MAP_KILLED",
            "the MAP was killed because it took more memory than it may",
            "raise container.memoryMib or use a larger machine",
            log,
        )
    if ending.code in _SIGNALLED:
        return _outside(
            f"the MAP's application was ended by a signal (exit code {ending.code}), which is "
            "what a kill from outside looks like"
        )
    return JobFailure(
        "MAP_FAILED",
        f"the MAP's application exited with {ending.code}",
        "see the log in the reason file",
        log,
    )


def _not_started(ending: Ending) -> Exception:
    if ending.client in _NO_COMMAND:
        return JobFailure(
            "MAP_FAILED",
            "the MAP's command is not in its image or cannot be executed",
            "see the log in the reason file, and the image's entry point",
            ending.tail.text(),
        )
    return Trouble("CONTAINER_ENGINE", "the container engine could not start the MAP")


def _outside(message: str) -> Trouble:
    return Trouble(
        FROM_OUTSIDE, message, "see what ends containers on the machine; upload the study again"
    )
