"""Issue 9, numbers 7, 15, 16 and 18: uploads laid down as files."""

from __future__ import annotations

from pathlib import Path

import pytest

from hostile import archives
from monai_runner import archive
from monai_runner.archive import Unpacked
from monai_runner.failure import JobFailure
from monai_runner.settings import Limits

LIMITS = Limits(bytes=16 << 20, files=100, minutes=1)


def lay(folder: Path, body: bytes, name: str = "x", limits: Limits = LIMITS) -> Unpacked:
    """What an upload of this body becomes."""
    upload, target = folder / "upload", folder / "input"
    upload.write_bytes(body)
    target.mkdir()
    return archive.unpack(upload, name, target, limits)


def code(folder: Path, body: bytes, name: str = "x", limits: Limits = LIMITS) -> str:
    """The code of the failure, or of what is missing; empty for a study."""
    try:
        unpacked = lay(folder, body, name, limits)
    except JobFailure as failure:
        assert failure.reason.message
        assert failure.reason.remedy
        return failure.reason.code
    better = unpacked.not_dicom()
    return better.reason.code if better else ""


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [case for case in archives() if case[2].startswith(("ARCHIVE", "TOO"))],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_hostile_archive_is_refused(tmp_path: Path, name: str, body: bytes, expected: str) -> None:
    assert code(tmp_path, body, name) == expected
    assert {p.name for p in tmp_path.iterdir()} <= {"upload", "input"}
    assert sum(p.stat().st_size for p in (tmp_path / "input").iterdir()) <= LIMITS.bytes
