"""Named points at which a test can have the process killed as if the power had gone.

``MONAI_RUNNER_KILL_AT=NAME`` makes the process send itself SIGKILL there. Unset, as it is outside
tests, a point does nothing.
"""

from __future__ import annotations

import os
import signal

#: Every point, in the order a job passes them.
POINTS = (
    "taken",
    "claimed",
    "downloaded",
    "extracted",
    "checked",
    "running",
    "ran",
    "uploading",
    "uploaded",
    "manifest",
    "staging",
    "staged",
    "moving",
    "copied",
    "deleted",
    "moved",
    "import-started",
    "imported",
    "unstaged",
    "done",
    "closed",
)
#: The points of a job that fails.
FAILURE_POINTS = ("taken", "claimed", "failing", "reason-written", "copied", "deleted", "done")


def here(name: str) -> None:
    """A point of that name."""
    if os.environ.get("MONAI_RUNNER_KILL_AT") == name:
        os.kill(os.getpid(), signal.SIGKILL)
