"""A folder of its own for each job, readable by root alone and wiped afterwards."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from monai_runner import journal
from monai_runner.failure import Trouble


class Workplace:
    """The folders of one job. The MAP sees only ``input`` (read-only) and ``output``."""

    def __init__(self, work_folder: Path, name: str):
        self.folder = work_folder / "jobs" / name
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
        """Deletes the folder with everything in it."""
        remove(self.folder)


def remove(folder: Path) -> None:
    """Deletes a folder, also one whose inner folders a container made unreadable.

    Raises Trouble when something stays behind, since it may hold a patient's data.
    """
    if not folder.exists():
        return
    for path, _, _ in os.walk(folder):
        Path(path).chmod(0o700)
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        raise Trouble("WIPE_FAILED", "a work folder could not be deleted")


def wipe_all(work_folder: Path) -> None:
    """Deletes what runners that were killed left. Only for the holder of the runner's lock."""
    jobs = work_folder / "jobs"
    left = sorted(jobs.iterdir()) if jobs.is_dir() else []
    for folder in left:
        remove(folder)
    if left:
        journal.info("left-overs-wiped", count=len(left))


def require_space(folder: Path, needed: int) -> None:
    """Raises Trouble when the disk has less free than a job may need."""
    if shutil.disk_usage(folder).free < needed:
        raise Trouble(
            "DISK_FULL",
            "the work folder's disk has not enough room for the study",
            "enlarge the volume or lower limits.bytes",
        )
