"""What runs in the child process: reads the files of one upload and judges them together."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from monai_runner import instance, journal
from monai_runner.archive.kinds import PREAMBLE
from monai_runner.archive.names import DICOM_ENDINGS
from monai_runner.instance import Instance, Problem
from monai_runner.patients import ATTRIBUTES, Patients

_CHUNK = 1024 * 1024
_REMEDIES = {
    "DICOM_BROKEN": "export the study again and upload all of it",
    "DICOM_LIMITS": "look at the files with a DICOM tool and export the study again",
    "DICOM_UID_MISSING": "send the study as it came from the device, or have the anonymiser "
    "replace UIDs instead of blanking them",
    "UNSUPPORTED_SYNTAX": "upload it in another transfer syntax",
}


def examine(argument: dict[str, Any]) -> dict[str, Any]:
    """Reads the files ``[[path, ending]]`` and changes none of them. Returns
    ``{kept: [path], left_out: {code: n}, failure: [code, message, remedy] or null}``."""
    journal.silence_libraries()
    examination = _Examination()
    for name, ending in argument["files"]:
        examination.add(Path(name), ending)
    failure = examination.failure(argument["deidentified"])
    return {
        "kept": [str(found.file) for found in examination.kept.values()],
        "left_out": dict(examination.left_out),
        "failure": failure,
    }


class _Examination:
    """Takes one file after the other."""

    def __init__(self) -> None:
        self.kept: dict[str, Instance] = {}
        self.left_out: Counter[str] = Counter()
        self._files = self._identified = 0
        self._problems: dict[str, Counter[str]] = {}
        self._suspects: Counter[str] = Counter()
        self._studies: set[str] = set()
        self._patients = Patients()

    def add(self, file: Path, ending: str) -> None:
        self._files += 1
        try:
            found = instance.read(file)
        except Problem as problem:
            self._note(problem.code, problem.detail)
            return
        if isinstance(found, Instance):
            self._add_instance(found)
        elif found == "NOT_DICOM" and _should_be_dicom(file, ending):
            self._suspects["are empty or hold nothing that can be read"] += 1
        else:
            self.left_out[found] += 1

    def _note(self, code: str, detail: str) -> None:
        self.left_out[code] += 1
        self._problems.setdefault(code, Counter())[detail] += 1

    def _add_instance(self, found: Instance) -> None:
        self._studies |= found.studies
        self._patients.add(found.claims)
        found.claims.clear()
        first = self.kept.setdefault(found.instance, found)
        if first is found:
            self._identified += found.identity_removed != {"YES"}
        elif _same(first, found):
            self.left_out["DUPLICATE"] += 1
        else:
            self.left_out["INSTANCE_CONFLICT"] += 1

    def failure(self, require_deidentified: bool) -> list[str] | None:
        """Code, message and remedy of what is wrong, the first of what has to be mended first."""
        self._settle_suspects()
        for code in ("UNSUPPORTED_SYNTAX", "DICOM_LIMITS", "DICOM_BROKEN", "DICOM_UID_MISSING"):
            if code in self._problems:
                return [code, self._told(self._problems[code]), _REMEDIES[code]]
        if not self.kept:
            index = "a DICOMDIR, which is an index, and " if self.left_out["DICOMDIR"] else ""
            return ["NOT_DICOM", f"the upload holds {index}no DICOM object", "upload DICOM files"]
        return self._contradiction() or self._not_deidentified(require_deidentified)

    def _settle_suspects(self) -> None:
        """An empty or zeroed file is taken for a lost slice where there are others, and for no
        DICOM where there is none."""
        dicom = self.kept or self._problems
        for detail, number in self._suspects.items():
            for _ in range(number):
                if dicom:
                    self._note("DICOM_BROKEN", detail)
                else:
                    self.left_out["NOT_DICOM"] += 1

    def _told(self, details: Counter[str]) -> str:
        parts = [f"{number} of {self._files} files {what}" for what, number in details.items()]
        return "; ".join(parts[:5]) + ("; ..." if len(parts) > 5 else "")

    def _contradiction(self) -> list[str] | None:
        different = self._patients.contradicting
        if different:
            names = " and ".join(ATTRIBUTES[tag] for tag in ATTRIBUTES if tag in different)
            return [
                "SEVERAL_PATIENTS",
                f"the upload holds objects of several patients: {names} "
                f"{'has' if len(different) == 1 else 'have'} values that contradict each other",
                "upload each patient's study by itself; for one patient, correct the attribute",
            ]
        if len(self._studies) > 1:
            return [
                "SEVERAL_STUDIES",
                f"the upload holds objects of {len(self._studies)} studies",
                "upload each study by itself",
            ]
        conflicts = self.left_out["INSTANCE_CONFLICT"]
        if conflicts:
            return [
                "INSTANCE_CONFLICT",
                f"{conflicts} of {self._files} files have the SOPInstanceUID (0008,0018) of "
                "another file and other content",
                "send each instance once; an anonymiser must give each its own SOPInstanceUID",
            ]
        return None

    def _not_deidentified(self, required: bool) -> list[str] | None:
        if not required or not self._identified:
            return None
        return [
            "IDENTIFIED",
            f"{self._identified} of {len(self.kept)} files do not say that the identity was "
            "removed",
            "de-identify the study: PatientIdentityRemoved (0012,0062) must be YES",
        ]


def _should_be_dicom(file: Path, ending: str) -> bool:
    """Whether bytes that are no DICOM were meant to be: by the name, or because nothing but the
    start of a preamble is in them and the name does not say that they are something else."""
    if ending:
        return ending in DICOM_ENDINGS
    if file.stat().st_size <= PREAMBLE:
        # Other than in a short text there are zeros in every preamble.
        content = file.read_bytes()
        return not content or 0 in content
    return _is_blank(file)


def _is_blank(file: Path) -> bool:
    """Whether a file has no bytes or only zeros, as a copy has that was never finished."""
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            if chunk.count(0) != len(chunk):
                return False
    return True


def _same(one: Instance, other: Instance) -> bool:
    """Whether two files hold the same data set, byte for byte. Preamble and meta header are the
    file's and not the instance's (PS3.10 section 7.1): each export writes its own."""
    if one.size - one.start != other.size - other.start:
        return False
    if one.transfer_syntax != other.transfer_syntax:
        return False
    with one.file.open("rb") as first, other.file.open("rb") as second:
        first.seek(one.start)
        second.seek(other.start)
        while chunk := first.read(_CHUNK):
            if second.read(_CHUNK) != chunk:
                return False
    return True
