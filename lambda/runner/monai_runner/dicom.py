"""What the runner must know of DICOM: is it, of which study and patient, and de-identified?

Headers are read with pydicom. A reader of one's own for implicit and explicit, little and big
endian syntaxes, undefined lengths and character sets would be the riskier thing to run on
strangers' files; pydicom is pure Python under the MIT licence and pinned in the runner's venv.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pydicom

from monai_runner.failure import JobFailure

_TAGS = [
    "SOPClassUID",
    "SOPInstanceUID",
    "StudyInstanceUID",
    "PatientID",
    "IssuerOfPatientID",
    "PatientName",
    "PatientIdentityRemoved",
]
_DICOMDIR = "1.2.840.10008.1.3.10"
#: Inflating it takes the whole data set into memory, whatever size it grows to.
_DEFLATED = "1.2.840.10008.1.2.1.99"
#: A meta header has some hundred bytes.
_META_SEARCH = 1024 * 1024


@dataclass(frozen=True)
class Header:
    """The few attributes the checks need; texts, empty when absent."""

    sop_class: str
    sop_instance: str
    study: str
    patient: tuple[str, str, str]
    identity_removed: str
    transfer_syntax: str


def read_header(file: Path) -> Header | None:
    """The header, or None when the file is no DICOM object that can be processed.

    A file without preamble and meta header is taken when it has class, instance and study.
    """
    try:
        data: Any = pydicom.dcmread(
            file, stop_before_pixels=True, specific_tags=_TAGS, force=True, defer_size=1 << 20
        )
        meta = getattr(data, "file_meta", None)
        syntax = str(getattr(meta, "TransferSyntaxUID", "") or "")
        if str(getattr(meta, "MediaStorageSOPClassUID", "") or "") == _DICOMDIR:
            return None
        texts = {name: str(getattr(data, name, "") or "").strip() for name in _TAGS}
    # Pydicom raises whatever the bytes lead it into, also for values it decodes late.
    except Exception:
        return None
    if not (texts["SOPClassUID"] and texts["SOPInstanceUID"] and texts["StudyInstanceUID"]):
        return None
    if texts["SOPClassUID"] == _DICOMDIR:
        return None
    return Header(
        sop_class=texts["SOPClassUID"],
        sop_instance=texts["SOPInstanceUID"],
        study=texts["StudyInstanceUID"],
        # A name tells patients apart only where there is no id: it is written in many ways.
        patient=(
            texts["PatientID"],
            texts["IssuerOfPatientID"],
            "" if texts["PatientID"] else texts["PatientName"],
        ),
        identity_removed=texts["PatientIdentityRemoved"].upper(),
        transfer_syntax=syntax,
    )


def is_dicom(file: Path) -> bool:
    """Whether a file is a DICOM file as DICOM PS3.10 has it: 128 bytes, then ``DICM``."""
    with file.open("rb") as stream:
        return stream.read(132)[128:] == b"DICM"


def is_deflated(file: Path) -> bool:
    """Whether the meta header, always explicit little endian, names the deflated syntax."""
    with file.open("rb") as stream:
        return _DEFLATED.encode("ascii") in stream.read(_META_SEARCH)


@dataclass(frozen=True)
class Study:
    """What was found: files of the one study, and how many others were left out."""

    files: list[Path]
    ignored: int


def check_study(files: Iterable[Path], require_deidentified: bool) -> Study:
    """Keeps the DICOM files and deletes the others.

    Raises JobFailure unless they are of one study and one patient, each instance stands there
    once and, if asked for, each file says that the patient's identity was removed.
    """
    kept: list[Path] = []
    studies: set[str] = set()
    patients: set[tuple[str, str, str]] = set()
    instances: set[str] = set()
    identified = ignored = 0
    for file in sorted(files):
        if is_deflated(file):
            raise JobFailure(
                "UNSUPPORTED_SYNTAX",
                "a file has the deflated transfer syntax",
                "upload it in another transfer syntax",
            )
        header = read_header(file)
        if header is None:
            ignored += 1
            file.unlink()
            continue
        studies.add(header.study)
        patients.add(header.patient)
        identified += header.identity_removed != "YES"
        # The same instance twice (a folder copied into itself) is given to the MAP once.
        if header.sop_instance in instances:
            ignored += 1
            file.unlink()
            continue
        instances.add(header.sop_instance)
        kept.append(file)
    if not kept:
        raise JobFailure("NOT_DICOM", "the upload holds no DICOM object", "upload DICOM files")
    if len(patients) > 1:
        raise JobFailure(
            "SEVERAL_PATIENTS",
            f"the upload holds objects of {len(patients)} patients",
            "upload each patient's study by itself",
        )
    if len(studies) > 1:
        raise JobFailure(
            "SEVERAL_STUDIES",
            f"the upload holds objects of {len(studies)} studies",
            "upload each study by itself",
        )
    if require_deidentified and identified:
        raise JobFailure(
            "IDENTIFIED",
            f"{identified} of {len(kept)} files do not say that the identity was removed",
            "de-identify the study: PatientIdentityRemoved (0012,0062) must be YES",
        )
    return Study(kept, ignored)
