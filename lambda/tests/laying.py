"""Uploads laid down for the tests."""

from __future__ import annotations

from pathlib import Path

from monai_runner import archive
from monai_runner.archive import Unpacked, child
from monai_runner.failure import JobFailure
from monai_runner.settings import Limits

LIMITS = Limits(bytes=16 << 20, files=100, minutes=1)


def lay(
    folder: Path, body: bytes, name: str = "x", limits: Limits = LIMITS, confined: bool = False
) -> Unpacked:
    """What an upload of this body becomes, in this process unless ``confined``."""
    upload, target = folder / "upload", folder / "input"
    upload.write_bytes(body)
    target.mkdir()
    if confined:
        return archive.unpack(upload, name, target, limits)
    given = {"upload": str(upload), "name": name, "target": str(target)}
    answer = child.unpack(given | {"bytes": limits.bytes, "files": limits.files})
    return Unpacked([target / file for file in answer["files"]], answer["left_out"])


def code(
    folder: Path, body: bytes, name: str = "x", limits: Limits = LIMITS, confined: bool = False
) -> str:
    """The code of the failure, or of what is missing; empty for a study."""
    try:
        unpacked = lay(folder, body, name, limits, confined)
    except JobFailure as failure:
        assert failure.reason.message
        assert failure.reason.remedy
        return failure.reason.code
    better = unpacked.not_dicom()
    return better.reason.code if better else ""


def contents(unpacked: Unpacked) -> list[bytes]:
    return [file.read_bytes() for file in unpacked.files]
