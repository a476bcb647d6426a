"""Issue 9, number 1: files that are DICOM and not whole; and what becomes of each real file that
comes with pydicom."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from string import ascii_uppercase, digits

import pydicom
import pytest
from pydicom.encaps import encapsulate
from pydicom.uid import MPEG2MPML, UID, JPEGBaseline8Bit

from monai_runner import archive, examine, instance
from studies import zip_of
from test_accounting import LIMITS, SERIES, code, real, written


def encapsulated(*fragments: bytes, frames: int = 1, syntax: UID = JPEGBaseline8Bit) -> bytes:
    data = pydicom.dcmread(io.BytesIO(SERIES[0]))
    data.file_meta.TransferSyntaxUID = syntax
    data.NumberOfFrames = frames
    data.PixelData = encapsulate(list(fragments))
    data["PixelData"].VR = "OB"
    data["PixelData"].is_undefined_length = True
    return written(data)


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
        assert code(tmp_path, padded, trailing) == ""

    def test_a_film_is_one_fragment_of_many_frames(self, tmp_path: Path) -> None:
        film = encapsulated(b"\0\0\1\xb3" * 50, frames=9, syntax=MPEG2MPML)
        assert code(tmp_path, film) == ""


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
