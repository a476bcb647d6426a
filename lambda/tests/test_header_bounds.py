"""Issue 9, number 7: headers that are made to keep a reader busy are read within bounds."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from harness import Bench
from monai_runner import confined, elements, study
from monai_runner.confined import Bounds
from monai_runner.settings import Limits
from studies import series, zip_of
from test_accounting import code, real

SERIES = series("P", 2)
UNDEFINED = b"\xff\xff\xff\xff"
ITEM, ITEM_END, END = b"\xfe\xff\x00\xe0", b"\xfe\xff\x0d\xe0", b"\xfe\xff\xdd\xe0"
#: The beginning of a good file, up to where group 0008 ends.
START = SERIES[0][: SERIES[0].index(b"\x08\x00\x90\x00PN")]
META = SERIES[0][: SERIES[0].index(b"\x08\x00\x05\x00CS")]


def nested(levels: int, defined: bool = False) -> bytes:
    if not defined:
        return (b"\x08\x00\x40\x11SQ\0\0" + UNDEFINED + ITEM + UNDEFINED) * levels
    body = b""
    for _ in range(levels):
        item = ITEM + struct.pack("<I", len(body)) + body
        body = b"\x08\x00\x40\x11SQ\0\0" + struct.pack("<I", len(item)) + item
    return body


HEADERS = {
    "undefined length of a text": (START + b"\x08\x00\x90\x00UT\0\0" + UNDEFINED, "DICOM_BROKEN"),
    "4 GiB of a text": (START + b"\x08\x00\x90\x00UT\0\0\xfe\xff\xff\xff", "DICOM_BROKEN"),
    "4 GiB of an id": (START + b"\x10\x00\x20\x00UT\0\0\xfe\xff\xff\xff", "DICOM_BROKEN"),
    "a megabyte of an id": (
        START + b"\x10\x00\x20\x00UT\0\0" + struct.pack("<I", 1 << 20) + b"1" * (1 << 20),
        "DICOM_LIMITS",
    ),
    "100,000 open sequences": (START + nested(100_000), "DICOM_LIMITS"),
    "1,000 closed sequences": (START + nested(1_000, defined=True), "DICOM_LIMITS"),
    "an item without end": (START + nested(3) + b"\0" * 9, "DICOM_BROKEN"),
    "zeros": (META + bytes(8 << 20), "DICOM_BROKEN"),
    "zeros in an item": (START + nested(1) + bytes(8 << 20), "DICOM_LIMITS"),
    "tiny elements": (START + b"\x09\x00\x10\x10LO\0\0" * (1 << 20), "DICOM_LIMITS"),
    "tiny items": (
        START + b"\x08\x00\x40\x11SQ\0\0" + UNDEFINED + (ITEM + bytes(4)) * (1 << 20),
        "DICOM_LIMITS",
    ),
    "tiny meta elements": (META[:144] + b"\x02\x00\x13\x00SH\0\0" * 100_000, "DICOM_LIMITS"),
    "a meta header of megabytes": (
        META[:144] + b"\x02\x00\x02\x01OB\0\0" + struct.pack("<I", 8 << 20) + bytes(8 << 20),
        "DICOM_BROKEN",
    ),
    "a meta header without end": (
        META[:144] + b"\x02\x00\x02\x01OB\0\0" + UNDEFINED,
        "DICOM_BROKEN",
    ),
    "deflate of anything": (
        real("image_dfl.dcm")[:400] + bytes(4 << 20),
        "UNSUPPORTED_SYNTAX",
    ),
}


class TestHeaders:
    @pytest.mark.parametrize("name", HEADERS)
    def test_bound_is_a_code_of_its_own(
        self, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # A hundredth, for the sake of the test's time.
        monkeypatch.setattr(elements, "MAX_ELEMENTS", 50_000)
        body, expected = HEADERS[name]
        assert code(tmp_path, *SERIES, body) == expected

    def test_clearly_no_dicom_is_given_up_at_its_first_bytes(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(elements, "MAX_ELEMENTS", 1)
        for body in (b"%PDF-1.7" + bytes(1000), b"\xff" * 1000, b"text " * 1000, b"\0" * 1000):
            assert code(tmp_path, body) == "NOT_DICOM"

    def test_as_many_levels_as_are_allowed(self, tmp_path: Path) -> None:
        at = len(START)
        body = SERIES[0][:at] + nested(elements.MAX_DEPTH, defined=True) + SERIES[0][at:]
        assert code(tmp_path, body) == ""


class TestStudy:
    @pytest.mark.parametrize(
        ("bounds", "expected"),
        [(Bounds(1 << 20, 20, 30), "PARSE_"), (Bounds(1 << 30, 20, 0.001), "PARSE_TIME")],
    )
    def test_bound_of_the_process_accounts_for_all_files(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bounds: Bounds, expected: str
    ) -> None:
        monkeypatch.setattr(study, "bounds", lambda *_: bounds)
        monkeypatch.setattr(confined, "_POLL_SECONDS", 0.001)
        files = [tmp_path / f"{number:06d}" for number in range(2)]
        for file, body in zip(files, SERIES, strict=True):
            file.write_bytes(body)
        with pytest.raises(study.Refused) as refused:
            study.check(files, {"MEDIA": 1}, {}, False, Limits())
        reason = refused.value.reason.code
        assert reason.startswith(expected)
        left_out = {"MEDIA": 1, reason: 2}
        expected_account = {"files": 3, "inferred": 0, "leftOut": left_out}
        assert refused.value.accounting.as_json() == expected_account

    def test_more_files_may_take_more_time(self, tmp_path: Path) -> None:
        files = [tmp_path / str(number) for number in range(500)]
        for file in files:
            file.touch()
        few, many = (study.bounds(some, Limits()) for some in (files[:1], files))
        assert many.cpu_seconds >= few.cpu_seconds + 9 and many.memory == few.memory == 1 << 30
        assert study.bounds(files, Limits(minutes=0.01)).cpu_seconds <= 30
        assert isinstance(few, confined.Bounds)

    def test_other_studies_go_on(self, bench: Bench) -> None:
        bench.send("input/a.zip", zip_of({"IM1": START + nested(100_000)}))
        bench.send("input/b.dcm", SERIES[0])
        bench.drain()
        job = bench.job("input/a.zip")
        assert job.reason is not None and job.reason.code == "DICOM_LIMITS"
        assert bench.job("input/b.dcm").state == "DONE"
