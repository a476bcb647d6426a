"""An upload laid down as files: one file as it is, archives unpacked, companions left out.

Read are zip (stored, Deflate, Deflate64, bzip2, LZMA), tar, and gzip, bzip2 and xz of a tar or of
one file; by their content, whatever the name says. All of it happens in a child process within
bounds, :mod:`monai_runner.confined`.

Nothing of an archive's names reaches the file system: files become ``000001``, ``000002`` and so
on, in the order of the archive, so that the same upload always is the same input of the MAP.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from monai_runner import confined
from monai_runner.archive import failures, meter
from monai_runner.archive.kinds import ARCHIVE, VOLUME
from monai_runner.failure import JobFailure
from monai_runner.settings import Limits

#: Address space of the child: Python with the windows of every supported compression (at most 64
#: MiB, of xz -9), and a directory of some ten thousand entries.
_MEMORY = 1024 * 1024 * 1024
#: What every machine inflates in a second at the least, for the bound of processor time.
_SLOWEST = 8 * 1024 * 1024
_LEAST_CPU_SECONDS = 30.0


@dataclass(frozen=True)
class Unpacked:
    """What an upload holds. ``files`` are laid down as ``000001`` and so on, in the order of the
    archive; ``left_out`` counts what is no part of a study, by a code for its kind
    (:mod:`monai_runner.archive.kinds`)."""

    files: list[Path]
    left_out: dict[str, int] = field(default_factory=dict)
    #: What the names of files that were not recognised ended with (:func:`names.ending`).
    endings: dict[str, str] = field(default_factory=dict)

    def not_dicom(self) -> JobFailure | None:
        """The failure that tells more than NOT_DICOM, for when none of ``files`` is DICOM."""
        if self.left_out.get(ARCHIVE):
            return failures.nested()
        if self.left_out.get(VOLUME):
            return failures.not_dicom("volumes of another format (NIfTI, NRRD, MetaImage or HDF5)")
        return None


def unpack(
    upload: Path, name: str, target: Path, limits: Limits, stop: Callable[[], str] = lambda: ""
) -> Unpacked:
    """Lays the files of an upload called ``name`` down in the empty folder ``target`` and deletes
    the upload. ``stop`` is asked several times a second.

    Raises JobFailure for what is broken, locked, hostile, too large or of a format that is not
    read (codes ARCHIVE_*, TOO_*, NOT_DICOM, PARSE_*), and what :func:`confined.call` raises.
    """
    argument = {
        "upload": str(upload.absolute()),
        "name": name,
        "target": str(target.absolute()),
        "bytes": limits.bytes,
        "files": limits.files,
    }
    task = "monai_runner.archive.child:unpack"
    answer = confined.call(task, argument, _bounds(upload.stat().st_size, limits), stop)
    upload.unlink(missing_ok=True)
    files = [target / file for file in answer["files"]]
    return Unpacked(files, answer["left_out"], answer["endings"])


def _bounds(size: int, limits: Limits) -> confined.Bounds:
    """The processor time grows with what may come out of an upload of so many bytes, so that a
    small one cannot keep the machine busy."""
    most = meter.most_bytes(size, limits.bytes)
    seconds = max(_LEAST_CPU_SECONDS, limits.minutes * 60)
    return confined.Bounds(
        memory=_MEMORY,
        cpu_seconds=min(seconds, _LEAST_CPU_SECONDS + (size + most) / _SLOWEST),
        seconds=seconds,
    )
