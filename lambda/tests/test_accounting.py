"""Issue 9, numbers 1, 17 and 19: every file of an upload is accounted for, and none is lost in
silence."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pydicom
import pytest
from pydicom.data import get_testdata_file
from pydicom.uid import DeflatedExplicitVRLittleEndian

from harness import Bench
from monai_runner import examine, study
from monai_runner.settings import Limits
from studies import series, slice_of, zip_of

LIMITS = Limits(bytes=16 << 20, files=100, minutes=1)
SERIES = series("P", 8)


def write(folder: Path, *bodies: bytes) -> list[Path]:
    files = [folder / f"{number:06d}" for number, _ in enumerate(bodies, 1)]
    for file, body in zip(files, bodies, strict=True):
        file.write_bytes(body)
    return files


def judged(folder: Path, *bodies: bytes, ending: str = "", deidentified: bool = False) -> Any:
    """What the child process answers, without the process."""
    files = [[str(file), ending] for file in write(folder, *bodies)]
    answer = examine.examine({"files": files, "deidentified": deidentified})
    assert len(answer["kept"]) + sum(answer["left_out"].values()) == len(bodies)
    return answer


def code(folder: Path, *bodies: bytes, ending: str = "") -> str:
    failure = judged(folder, *bodies, ending=ending)["failure"]
    return failure[0] if failure else ""


def real(name: str) -> bytes:
    path = get_testdata_file(name)
    assert isinstance(path, str)
    return Path(path).read_bytes()


def written(data: pydicom.Dataset) -> bytes:
    target = io.BytesIO()
    data.save_as(target)
    return target.getvalue()


class TestAccounting:
    def test_files_are_inferred_or_left_out_under_a_code(self, tmp_path: Path) -> None:
        bodies = [*SERIES, SERIES[0], SERIES[0], b"text", real("DICOMDIR"), b""]
        files = write(tmp_path, *bodies)
        endings = {"000011": ".txt", "000013": ".txt"}
        found = study.check(files, {"ARCHIVE_NESTED": 2}, endings, False, LIMITS)
        left_out = {"ARCHIVE_NESTED": 2, "DICOMDIR": 1, "DUPLICATE": 2, "NOT_DICOM": 2}
        expected = {"files": 15, "inferred": 8, "leftOut": left_out}
        assert found.accounting.as_json() == expected
        assert sorted(tmp_path.iterdir()) == found.files == files[:8]

    def test_a_refused_study_is_accounted_for_too(self, tmp_path: Path) -> None:
        cut = [body[: len(body) // 2] for body in SERIES[4:]]
        files = write(tmp_path, *SERIES[:4], *cut, b"text")
        with pytest.raises(study.Refused) as refused:
            study.check(files, {}, {}, False, LIMITS)
        assert refused.value.reason.code == "DICOM_BROKEN"
        assert "4 of 9 files" in refused.value.reason.message
        left_out = {"DICOM_BROKEN": 4, "NOT_DICOM": 1, "NOT_INFERRED": 4}
        expected = {"files": 9, "inferred": 0, "leftOut": left_out}
        assert refused.value.accounting.as_json() == expected

    def test_it_stands_in_ledger_result_and_reason(self, bench: Bench) -> None:
        good = {f"s/{number}": body for number, body in enumerate(SERIES)}
        bench.send("input/good.zip", zip_of({**good, "s/copy": SERIES[0], "s/a.txt": b"x"}))
        bench.send("input/bad.zip", zip_of({**good, "s/cut": series("P", 9)[8][:-100]}))
        bench.drain()
        left_out = {"DUPLICATE": 1, "NOT_DICOM": 1}
        expected = {"files": 10, "inferred": 8, "leftOut": left_out}
        assert bench.job("input/good.zip").intake == expected
        assert bench.json("results/good.zip/result.json")["intake"] == expected
        left_out = {"DICOM_BROKEN": 1, "NOT_INFERRED": 8}
        expected = {"files": 9, "inferred": 0, "leftOut": left_out}
        job = bench.job("input/bad.zip")
        assert job.reason is not None and job.reason.code == "DICOM_BROKEN"
        assert job.intake == expected
        assert bench.json("failed/bad.zip.reason.json")["intake"] == expected


class TestInstances:
    def test_forty_slices_with_one_uid_do_not_become_one(self, tmp_path: Path) -> None:
        bodies = [slice_of("P", "1.2.3", n, SOPInstanceUID="1.2.3.9") for n in range(1, 41)]
        answer = judged(tmp_path, *bodies)
        assert answer["failure"][0] == "INSTANCE_CONFLICT"
        assert "39 of 40 files" in answer["failure"][1]
        assert "SOPInstanceUID (0008,0018)" in answer["failure"][1]

    def test_copies_collapse_whoever_wrote_their_meta_header(self, tmp_path: Path) -> None:
        data = pydicom.dcmread(io.BytesIO(SERIES[0]))
        data.file_meta.SourceApplicationEntityTitle = "ELSEWHERE"
        answer = judged(tmp_path, *SERIES, SERIES[0], written(data))
        assert answer["failure"] is None and answer["left_out"] == {"DUPLICATE": 2}

    def test_another_transfer_syntax_or_a_changed_value_is_no_copy(self, tmp_path: Path) -> None:
        (tmp_path / "2").mkdir()
        one, other = real("MR_small.dcm"), real("MR_small_implicit.dcm")
        assert code(tmp_path, one, other) == "INSTANCE_CONFLICT"
        assert code(tmp_path / "2", one, one[:-1] + b"\x55") == "INSTANCE_CONFLICT"


class TestUids:
    @pytest.mark.parametrize(
        ("keyword", "named"),
        [
            ("SOPInstanceUID", "SOPInstanceUID (0008,0018)"),
            ("StudyInstanceUID", "StudyInstanceUID (0020,000D)"),
            ("SeriesInstanceUID", "SeriesInstanceUID (0020,000E)"),
            ("SOPClassUID", "SOPClassUID (0008,0016)"),
        ],
    )
    @pytest.mark.parametrize("value", ["", None])
    def test_a_blanked_uid_is_named(
        self, tmp_path: Path, keyword: str, named: str, value: str | None
    ) -> None:
        blanked = []
        for body in SERIES[5:]:
            data = pydicom.dcmread(io.BytesIO(body))
            if value is None:
                del data[keyword]
            else:
                setattr(data, keyword, value)
            target = io.BytesIO()
            data.save_as(target, enforce_file_format=False)
            blanked.append(target.getvalue())
        failure = judged(tmp_path, *SERIES[:5], *blanked)["failure"]
        assert failure[0] == "DICOM_UID_MISSING"
        assert failure[1] == f"3 of 8 files lack {named}"

    def test_palettes_and_protocols_have_no_study_to_be_missing(self, tmp_path: Path) -> None:
        palette = Path(pydicom.__file__).parent / "data" / "palettes" / "pet.dcm"
        answer = judged(tmp_path, *SERIES, palette.read_bytes())
        assert answer["failure"] is None and answer["left_out"] == {"DICOM_NO_STUDY": 1}


class TestTransferSyntax:
    def test_text_that_names_the_deflated_syntax_is_no_syntax(self, tmp_path: Path) -> None:
        uid = str(DeflatedExplicitVRLittleEndian)
        named = slice_of("P", "1.2.3", ImageComments=uid, ReferencedSOPClassUIDInFile=uid)
        assert code(tmp_path, named) == ""

    def test_deflated_is_refused_and_never_inflated(self, tmp_path: Path) -> None:
        assert code(tmp_path, *SERIES, real("image_dfl.dcm")) == "UNSUPPORTED_SYNTAX"

    def test_a_syntax_far_into_the_meta_header_is_found(self, tmp_path: Path) -> None:
        """Behind a megabyte of private information, where a search for text gave up."""
        deflated = real("image_dfl.dcm")
        at = deflated.index(b"\x02\x00\x10\x00UI")
        # (0002,0102) of VR OB with 2 MiB; elements out of order are read all the same.
        junk = b"\x02\x00\x02\x01OB\0\0" + (2 << 20).to_bytes(4, "little") + bytes(2 << 20)
        body = deflated[:at] + junk + deflated[at:]
        assert code(tmp_path, *SERIES, body) == "UNSUPPORTED_SYNTAX"


@pytest.mark.parametrize(("value", "good"), [("YES", True), ("NO", False), ("", False)])
def test_identity_removed(tmp_path: Path, value: str, good: bool) -> None:
    body = slice_of("P", "1.2.3", PatientIdentityRemoved=value)
    failure = judged(tmp_path, body, deidentified=True)["failure"]
    assert failure is None if good else failure[0] == "IDENTIFIED"
