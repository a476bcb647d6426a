"""Issue 9, numbers 1, 17 and 19: every file of an upload is accounted for, and none is lost in
silence."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from string import ascii_uppercase, digits
from typing import Any

import pydicom
import pytest
from pydicom.data import get_testdata_file
from pydicom.encaps import encapsulate
from pydicom.uid import DeflatedExplicitVRLittleEndian, JPEGBaseline8Bit

from harness import Bench
from monai_runner import archive, examine, instance, study
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


def encapsulated(*fragments: bytes, frames: int = 1) -> bytes:
    data = pydicom.dcmread(io.BytesIO(SERIES[0]))
    data.file_meta.TransferSyntaxUID = JPEGBaseline8Bit
    data.NumberOfFrames = frames
    data.PixelData = encapsulate(list(fragments))
    data["PixelData"].VR = "OB"
    data["PixelData"].is_undefined_length = True
    return written(data)


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


class TestDamaged:
    @pytest.mark.parametrize("part", [0.005, 0.01, 0.05, 0.1, 0.3, 0.5, 0.9, 0.999])
    def test_cut(self, tmp_path: Path, part: float) -> None:
        cut = SERIES[0][: int(len(SERIES[0]) * part)]
        assert code(tmp_path, *SERIES[1:], cut) == "DICOM_BROKEN"

    def test_cut_anywhere(self, tmp_path: Path) -> None:
        """At every length. Cut between two elements of the header, a UID is missing."""
        whole = real("MR_small.dcm")
        offset = whole.index(b"\xe0\x7f\x10\x00OW")
        for length in [*range(132, offset + 13), len(whole) - 2, len(whole) - 1]:
            assert code(tmp_path, whole[:length]) in ("DICOM_BROKEN", "DICOM_UID_MISSING"), length

    def bodies(self) -> Iterator[tuple[str, bytes]]:
        yield "empty", b""
        yield "zeros", bytes(len(SERIES[0]))
        yield "preamble", bytes(128) + b"DICM"
        yield "zeros behind the header", SERIES[0][:2000] + bytes(len(SERIES[0]) - 2000)
        yield "first bytes lost", SERIES[0][300:]
        yield "one byte before it", b"\n" + SERIES[0]
        yield "two files in one", SERIES[0] + SERIES[1]
        yield "truncated plan", real("rtplan_truncated.dcm")
        yield "without delimiter", encapsulated(b"\xff\xd8" * 100)[:-8]
        yield "half a fragment", encapsulated(b"\xff\xd8" * 100)[:-60]
        yield "fewer fragments than frames", encapsulated(b"\xff\xd8" * 100, frames=2)
        fragment = b"\xfe\xff\x00\xe0\xc8\0\0\0" + b"\xff\xd8" * 100
        yield "no fragment", encapsulated(b"\xff\xd8" * 100).replace(fragment, b"")
        data = pydicom.dcmread(io.BytesIO(SERIES[0]))
        data.PixelData = data.PixelData[:-2]
        yield "fewer pixels", written(data)
        data.PixelData = b""
        yield "no byte of pixels", written(data)

    def test_damage_of_every_kind(self, tmp_path: Path) -> None:
        for name, body in self.bodies():
            assert code(tmp_path, *SERIES[2:], body) == "DICOM_BROKEN", name

    def test_a_name_that_ends_with_dcm_is_believed(self, tmp_path: Path) -> None:
        assert code(tmp_path, *SERIES, b"\x00\x01scrambled", ending=".dcm") == "DICOM_BROKEN"
        assert code(tmp_path, *SERIES, b"\x00\x01scrambled", ending=".json") == ""
        assert code(tmp_path, *SERIES, b"", ending=".txt") == ""
        assert code(tmp_path, b"", ending=".dcm") == "NOT_DICOM"

    @pytest.mark.parametrize("name", ["s/9.dcm", "s/9", "s/IM.9", "s/1.2.840.9", "s/9.IMA"])
    @pytest.mark.parametrize("length", [0, 1, 100, 131, 200])
    def test_a_slice_that_is_cut_in_its_preamble(
        self, tmp_path: Path, name: str, length: int
    ) -> None:
        good = {f"s/{number}.dcm": body for number, body in enumerate(SERIES)}
        assert SERIES[0].startswith(b"II*\0")
        cut = SERIES[0][:length] if length > 1 else bytes(length)
        assert self.uploaded(tmp_path, {**good, name: cut}) == "DICOM_BROKEN"

    @pytest.mark.parametrize("name", ["s/readme.txt", "s/VERSION.md", "s/empty.json"])
    def test_empty_companions_are_left_out(self, tmp_path: Path, name: str) -> None:
        good = {f"s/{number}.dcm": body for number, body in enumerate(SERIES)}
        assert self.uploaded(tmp_path, {**good, name: b"", "s/VERSION": b"1.0"}) == ""

    def uploaded(self, folder: Path, entries: dict[str, bytes]) -> str:
        (folder / "input").mkdir()
        (folder / "upload").write_bytes(zip_of(entries))
        laid = archive.unpack(folder / "upload", "x.zip", folder / "input", LIMITS)
        files = [[str(file), laid.endings.get(file.name, "")] for file in laid.files]
        failure = examine.examine({"files": files, "deidentified": False})["failure"]
        return failure[0] if failure else ""

    def test_whole_all_the_same(self, tmp_path: Path) -> None:
        padded, trailing = SERIES[0] + bytes(512), SERIES[1] + b"\r\n"
        video = encapsulated(b"\xff\xd8" * 100, frames=9)
        video = video.replace(b"1.2.840.10008.1.2.4.50", b"1.2.840.10008.1.2.4.10\x30"[:22])
        assert code(tmp_path, padded, trailing) == ""


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


def test_every_real_file_is_judged_as_it_deserves(tmp_path: Path) -> None:
    """All files that come with pydicom, one after the other: see REFUSED for the reasons."""
    folder = Path(pydicom.__file__).parent / "data"
    judged_files = {}
    for file in sorted(folder.rglob("*")):
        if file.is_dir() or file.suffix in (".py", ".pyc"):
            continue
        answer = examine.examine({"files": [[str(file), ""]], "deidentified": False})
        judged_files[file.name] = answer["failure"][0] if answer["failure"] else ""
        if not answer["failure"]:
            data = pydicom.dcmread(file, force=True)
            found = instance.read(file)
            # Pydicom's reader and the walk see the same.
            assert isinstance(found, instance.Instance)
            assert (found.instance, found.studies) == (data.SOPInstanceUID, {data.StudyInstanceUID})
    refused = {name: found for name, found in judged_files.items() if found}
    assert refused == REFUSED
    assert len(judged_files) - len(refused) > 90


_NO_UID = [
    # No study or no instance at all: data sets made for tests of single elements.
    "JPEGLSNearLossless_08.dcm", "JPEGLSNearLossless_16.dcm", "SC_rgb_jls_lossy_line.dcm",
    "SC_rgb_jls_lossy_sample.dcm", "UN_sequence.dcm", "chrSQEncoding.dcm", "chrSQEncoding1.dcm",
    "empty_charset_LEI.dcm", "meta_missing_tsyntax.dcm", "nested_priv_SQ.dcm",
    "no_meta_group_length.dcm", "priv_SQ.dcm",
]  # fmt: skip
_BROKEN = [
    # Cut on purpose; its first byte lost; images without pixels.
    "MR_truncated.dcm", "rtplan_truncated.dcm", "no_meta.dcm", "chrJapMulti.dcm",
    "chrJapMultiExplicitIR6.dcm", "chrKoreanMulti.dcm",
    *(f"IM0000{high}{low}" for high, lows in [("0", ascii_uppercase + digits),
      ("1", "ABCD" + digits)] for low in lows),
]  # fmt: skip
_NOT_DICOM = [
    # Documents; indexes; palettes, which are of no patient.
    "FileInfo.txt", "README", "README.md", "README.txt", "crayons.icc", "hashes.json", "urls.json",
    "rtplan.dump", "rtstruct.dump", "test1.json", "test_PN.json", "zipMR.gz",
    "DICOMDIR", "DICOMDIR-bigEnd", "DICOMDIR-empty.dcm", "DICOMDIR-implicit", "DICOMDIR-nooffset",
    "DICOMDIR-nopatient", "DICOMDIR-reordered", "fall.dcm", "hotiron.dcm", "hotmetalblue.dcm",
    "pet.dcm", "pet20step.dcm", "spring.dcm", "summer.dcm", "winter.dcm",
]  # fmt: skip
REFUSED = {
    **dict.fromkeys(_NO_UID, "DICOM_UID_MISSING"),
    **dict.fromkeys(_BROKEN, "DICOM_BROKEN"),
    **dict.fromkeys(_NOT_DICOM, "NOT_DICOM"),
    "image_dfl.dcm": "UNSUPPORTED_SYNTAX",
}
