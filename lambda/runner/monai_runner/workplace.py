"""A folder of its own for each job, readable by root alone and wiped afterwards."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path

from monai_runner import journal, wiping
from monai_runner.failure import Trouble

_JOBS = "jobs"
_QUARANTINE = "quarantine"


class Workplace:
    """The folders of one job. The MAP sees only ``input`` (read-only) and ``output``."""

    def __init__(self, work_folder: Path, name: str):
        self._work_folder = work_folder
        self.folder = work_folder / _JOBS / name
        self.upload = self.folder / "upload"
        self.input = self.folder / "input"
        self.output = self.folder / "output"

    def make(self) -> None:
        """Makes the folders anew; what a killed runner left is gone."""
        self.wipe()
        self.folder.mkdir(parents=True, mode=0o700)
        self.folder.chmod(0o700)
        for inner in (self.input, self.output):
            inner.mkdir()
        self.input.chmod(0o755)
        # The image's user has to write here, whatever its number; nobody but root gets through
        # the parent folder.
        self.output.chmod(0o777)

    def wipe(self) -> None:
        """Deletes the folder with everything in it. What cannot be deleted is put into
        quarantine: the next job neither waits for it nor meets it."""
        remove(self._work_folder, self.folder)


def remove(work_folder: Path, folder: Path) -> None:
    """Deletes a folder of the work folder, or else moves it into ``quarantine``, and says so in
    the log. Never raises for what the system refuses."""
    left = wiping.remove(folder)
    if left is None:
        return
    quarantine = work_folder / _QUARANTINE
    if left.parent == quarantine:
        return
    target = quarantine / f"{folder.name[:100]}.{uuid.uuid4().hex[:8]}"
    try:
        quarantine.mkdir(mode=0o700, exist_ok=True)
        left.rename(target)
    except OSError as error:
        journal.warn("not-wiped", folder=left.name, errno=error.errno)
        return
    # It may hold a patient's data: whoever looks after the machine has to delete it.
    journal.warn("quarantined", folder=target.name, count=in_quarantine(work_folder))


def wipe_all(work_folder: Path) -> None:
    """Deletes what runners that were killed left, and tries once more what is in quarantine.
    Only for the holder of the runner's lock."""
    left = [*_inside(work_folder / _JOBS), *_inside(work_folder / _QUARANTINE)]
    for folder in left:
        remove(work_folder, folder)
    if left:
        journal.info("left-overs-wiped", count=len(left), quarantine=in_quarantine(work_folder))


def in_quarantine(work_folder: Path) -> int:
    """How many folders could not be deleted."""
    return len(_inside(work_folder / _QUARANTINE))


def _inside(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def require_space(folder: Path, needed: int) -> None:
    """Raises Trouble when the disk has less free than a job may need."""
    if shutil.disk_usage(folder).free < needed:
        raise Trouble(
            "DISK_FULL",
            "the work folder's disk has not enough room for the study",
            "enlarge the volume, delete what is in quarantine/ of the work folder, or lower "
            "limits.bytes",
        )
