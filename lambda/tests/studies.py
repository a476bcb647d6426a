"""Studies and archives for the tests, made from pydicom's own CT slice."""

from __future__ import annotations

import functools
import io
import stat
import zipfile
from typing import Any

import pydicom
from pydicom.data import get_testdata_file
from pydicom.uid import generate_uid


@functools.cache
def _ct_small() -> bytes:
    path = get_testdata_file("CT_small.dcm")
    assert isinstance(path, str)
    with open(path, "rb") as stream:
        return stream.read()


def slice_of(patient: str, study: str, number: int = 1, **changes: Any) -> bytes:
    """One CT slice of a patient and study."""
    data = pydicom.dcmread(io.BytesIO(_ct_small()))
    data.PatientID = patient
    data.PatientName = f"Name^{patient}"
    data.StudyInstanceUID = study
    data.SeriesInstanceUID = study + ".1"
    data.SOPInstanceUID = f"{study}.1.{number}"
    data.file_meta.MediaStorageSOPInstanceUID = data.SOPInstanceUID
    data.ImagePositionPatient = [0, 0, float(number)]
    for name, value in changes.items():
        setattr(data, name, value)
    target = io.BytesIO()
    data.save_as(target)
    return target.getvalue()


def series(patient: str, slices: int = 3) -> list[bytes]:
    """The slices of one study."""
    study = generate_uid(entropy_srcs=[patient])[:50]
    return [slice_of(patient, study, number) for number in range(1, slices + 1)]


def zip_of(entries: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of these files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in entries.items():
            # A fixed time, so that the same study is the same archive.
            entry = zipfile.ZipInfo(name)
            entry.compress_type = compression
            archive.writestr(entry, content)
    return target.getvalue()


def study_zip(patient: str, slices: int = 3) -> bytes:
    """A whole study as an archive."""
    return zip_of(
        {f"study/IM{number}": content for number, content in enumerate(series(patient, slices))}
    )


def zip_with_mode(name: str, content: bytes, mode: int, patient: str = "P") -> bytes:
    """An archive with a slice and one entry of a special file type, say a symbolic link."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("IM1", series(patient, 1)[0])
        entry = zipfile.ZipInfo(name)
        entry.create_system = 3
        entry.external_attr = (mode | 0o644) << 16
        archive.writestr(entry, content)
    return target.getvalue()


def symlink_zip() -> bytes:
    """An archive with a symbolic link to a file of the machine."""
    return zip_with_mode("link", b"/etc/passwd", stat.S_IFLNK)


def bomb(megabytes: int = 64) -> bytes:
    """An archive of a few KiB that unpacks to many MiB."""
    return zip_of({"IM1": bytes(megabytes * 1024 * 1024)})


def encrypted_zip() -> bytes:
    """An archive whose entry says that it is encrypted."""
    plain = bytearray(study_zip("P", 1))
    plain[6] |= 1  # general purpose flags of the local header
    central = plain.rfind(b"PK\x01\x02")
    plain[central + 8] |= 1
    return bytes(plain)
