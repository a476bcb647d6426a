"""Issue 9, number 7: no archive that is damaged or lies passes for a whole study."""

from __future__ import annotations

import bz2
import lzma
import stat
import tarfile
from pathlib import Path
from typing import Any

import pytest

import packs
from hostile import archives
from laying import LIMITS, code, contents, lay
from packs import Member, gz, tar_bytes, tar_entry, zip_bytes
from studies import series, study_zip

SLICES = series("P", 2)


def pair(**changes: Any) -> bytes:
    return zip_bytes([Member("a", SLICES[0]), Member("b", SLICES[1])], **changes)


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [case for case in archives() if case[2].startswith(("ARCHIVE", "TOO"))],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_hostile_archive_is_refused(tmp_path: Path, name: str, body: bytes, expected: str) -> None:
    assert code(tmp_path, body, name) == expected
    assert {p.name for p in tmp_path.iterdir()} <= {"upload", "input"}
    assert sum(p.stat().st_size for p in (tmp_path / "input").iterdir()) <= LIMITS.bytes


LIES = {
    "fewer-entries": pair(end={"entries": 1}),
    "more-entries": pair(end={"entries": 3}),
    "no-entries": pair(end={"entries": 0}),
    "shorter-directory": pair(end={"length": 50}),
    "longer-directory": pair(end={"length": 0x7FFFFFFF}),
    "directory-behind": pair(end={"offset": 0x7FFFFFFF}),
    "zip64-fewer-entries": pair(zip64={"entries": 1}),
    "zip64-more-entries": pair(zip64={"entries": 3}),
    "zip64-longer-directory": pair(zip64={"length": 1 << 62}),
    "zip64-directory-behind": pair(zip64={"offset": 1 << 63}),
    "zip64-contradicts-entries": pair(zip64={}, end={"entries": 1}),
    "zip64-contradicts-length": pair(zip64={}, end={"length": 1}),
    "zip64-contradicts-offset": pair(zip64={}, end={"offset": 1}),
    "zip64-of-another-size": pair(zip64={"rest": 1 << 40}),
    "zip64-twice": pair(
        zip64={"where": 50}, prefix=b"PK\x03\x04" + bytes(46) + pair(zip64={})[-98:-42]
    ),
    "zip64-size-missing": zip_bytes([Member("a", b"x", central={"size": 0xFFFFFFFF})]),
    "entry-behind": zip_bytes([Member("a", b"x", central={"offset": 1 << 30})]),
    "entry-where-none-is": zip_bytes([Member("a", b"x", central={"offset": 1})]),
    "entry-in-directory": zip_bytes([Member("a", b"x", central={"offset": 33})]),
    "crc": zip_bytes([Member("a", SLICES[0], central={"crc": 1}, flags=8)]),
    "crc-of-one-side": zip_bytes([Member("a", SLICES[0], central={"crc": 1})]),
    "smaller": zip_bytes([Member("a", SLICES[0], central={"size": 9}, flags=8)]),
    "larger": zip_bytes([Member("a", SLICES[0], central={"size": 99_999}, flags=8)]),
    "packed-smaller": zip_bytes([Member("a", SLICES[0], central={"packed": 9}, flags=8)]),
    "another-method": zip_bytes([Member("a", SLICES[0], central={"method": 0})]),
    "unknown-method": zip_bytes([Member("a", SLICES[0], method=77, packed=b"x")]),
    "lzma-properties": zip_bytes(
        [Member("a", b"x", method=14, packed=b"\x09\x14\x05\x00\xff" + bytes(20))]
    ),
    "lzma-cut": zip_bytes([Member("a", b"x", method=14, packed=b"\x09\x14")]),
    "deflate64-damaged": zip_bytes([Member("a", b"x", method=9, packed=b"\xff" * 99)]),
    "split": pair(end={"disk": 3}),
    "deflate-damaged": zip_bytes([Member("a", b"x", packed=b"\xff" * 99)]),
    "bzip2-damaged": zip_bytes([Member("a", b"x", method=12, packed=b"BZh9" + bytes(99))]),
    "cut": pair()[:-1],
    "tar-cut": tar_bytes([("a", SLICES[0]), ("b", SLICES[1])])[:50_000],
    "tar-without-end": tar_bytes([("a", b"x"), ("b", b"y")])[:2048],
    "tar-header-damaged": tar_bytes([("a", b"x")])[:1024] + b"a" * 512 + tar_bytes([("b", b"y")]),
    "tar-something-behind": tar_bytes([("a", b"x")]) + b"y" * 512,
    "tar-negative": bytes(packs.tar_with_size(b"\xff" * 12)),
    "tar-pax-chain": packs.pax_chain(3000),
    "tar-pax-negative": tar_bytes([tar_entry("a", tarfile.REGTYPE, pax_headers={"size": "-1024"})]),
    "tar-part": tar_bytes([tar_entry("a", b"M", size=0)], tarfile.GNU_FORMAT),
    "tgz-cut": gz(tar_bytes([("a", SLICES[0])]))[:-20],
    "tgz-sum": gz(tar_bytes([("a", SLICES[0])]))[:-8] + bytes(8),
    "tbz-cut": bz2.compress(tar_bytes([("a", SLICES[0])]))[:-20],
    "txz-cut": lzma.compress(tar_bytes([("a", SLICES[0])]))[:-20],
    "tgz-something-behind": gz(tar_bytes([("a", b"x")])) + b"more",
    "gz-cut": gz(SLICES[0])[:-1],
    "gz-sum": gz(SLICES[0])[:-8] + bytes(8),
    "gz-second-cut": gz(SLICES[0]) + gz(SLICES[1])[:-1],
    "bz2-damaged": bz2.compress(SLICES[0])[:500] + bytes(500),
    "xz-cut": lzma.compress(SLICES[0])[:-30],
    "gz-in-zip-cut": zip_bytes([Member("a.dcm.gz", gz(SLICES[0])[:-9])]),
}


def test_dicom_that_is_damaged_beyond_recognition_is_no_companion(tmp_path: Path) -> None:
    """Its preamble may say that it is a TIFF picture."""
    body = bytearray(zip_bytes([Member("a", SLICES[0], method=0), Member("b", SLICES[1])]))
    body[body.find(b"DICM")] ^= 1
    assert SLICES[0].startswith(b"II*\0")
    assert code(tmp_path, bytes(body)) == "ARCHIVE_BROKEN"


@pytest.mark.parametrize("name", LIES)
def test_archive_that_lies_or_is_damaged_is_never_a_study(tmp_path: Path, name: str) -> None:
    assert code(tmp_path, LIES[name]) == "ARCHIVE_BROKEN"


ODD_BUT_RIGHT = {
    "comment": pair(comment=b"c" * 65_535),
    "end-in-comment": pair(comment=zip_bytes([]) + b"x"),
    "comment-cut": pair(comment=b"x" * 99)[:-50],
    "before": pair(prefix=b"PK\x03\x04" + bytes(500)),
    "behind": pair(suffix=bytes(500)),
    "zip64": pair(zip64={}),
    "zip64-before": pair(zip64={}, prefix=b"PK\x03\x04" + bytes(500)),
    "zip64-both": pair(zip64={}, end={"entries": 2}),
    "streamed": zip_bytes([Member("a", SLICES[0], flags=8), Member("b", SLICES[1], flags=8)]),
    "same-name": zip_bytes([Member("a", SLICES[0]), Member("a", SLICES[1])]),
    "read-from-a-pipe": zip_bytes(
        [Member(str(n), body, mode=stat.S_IFIFO | 0o600) for n, body in enumerate(SLICES)]
    ),
    "lzma": zip_bytes([Member(str(n), body, method=14) for n, body in enumerate(SLICES)]),
    "bzip2": zip_bytes([Member(str(n), body, method=12) for n, body in enumerate(SLICES)]),
    "deflate64": zip_bytes([Member(str(n), body, method=9) for n, body in enumerate(SLICES)]),
    "stored": zip_bytes([Member(str(n), body, method=0) for n, body in enumerate(SLICES)]),
}


@pytest.mark.parametrize("name", ODD_BUT_RIGHT)
def test_odd_zip_that_is_right_is_read(tmp_path: Path, name: str) -> None:
    unpacked = lay(tmp_path, ODD_BUT_RIGHT[name])
    assert contents(unpacked) == SLICES
    assert unpacked.left_out == {}


def test_upload_is_gone_and_files_can_be_read(tmp_path: Path) -> None:
    unpacked = lay(tmp_path, study_zip("P"), confined=True)
    assert not (tmp_path / "upload").exists()
    assert [file.name for file in unpacked.files] == ["000001", "000002", "000003"]
    assert {file.stat().st_mode & 0o777 for file in unpacked.files} == {0o644}
