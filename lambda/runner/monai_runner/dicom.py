"""Is a file DICOM? What is in it, :mod:`instance` reads."""

from __future__ import annotations

from pathlib import Path


def is_dicom(file: Path) -> bool:
    """Whether a file is a DICOM file as DICOM PS3.10 has it: 128 bytes, then ``DICM``."""
    with file.open("rb") as stream:
        return stream.read(132)[128:] == b"DICM"
