"""Issue 9, number 7: archives are read within bounds of memory, time, bytes and files."""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

import packs
from laying import code, lay
from monai_runner import archive
from monai_runner.failure import Interrupted
from monai_runner.settings import Limits
from packs import Member, gz, tar_bytes, tar_entry, zip_bytes
from studies import series, study_zip

SLICES = series("P", 2)
#: As machines have them.
ROOMY = Limits()


def overlapping(count: int) -> bytes:
    kernel = Member("0", bytes(1 << 20))
    return zip_bytes([kernel, *(Member(str(n), bytes(1 << 20), same_as=0) for n in range(count))])


def quoting() -> bytes:
    """The first entry's content is the second entry, header and all."""
    inner = zip_bytes([Member("b", bytes(1 << 20))])
    local = inner[: inner.find(b"PK\x01\x02")]
    packed = packs.deflated(bytes(1 << 20))
    inside = Member("b", bytes(1 << 20), packed=packed, same_as=0, central={"offset": 31})
    return zip_bytes([Member("a", local, method=0), inside])


#: Honest archives of much too many zeros, by what packs them; none has more than 1 MiB.
BOMBS: dict[str, Callable[[], bytes]] = {
    "overlapping.zip": lambda: overlapping(500),
    "quoting.zip": quoting,
    "bzip2.zip": lambda: zip_bytes([Member("a", bytes(70 << 20), method=12)]),
    "lzma.zip": lambda: zip_bytes([Member("a", bytes(70 << 20), method=14)]),
    "deflate64.zip": lambda: zip_bytes([Member("a", bytes(70 << 20), method=9)]),
    "x.tar.bz2": lambda: bz2.compress(tar_bytes([("a", bytes(70 << 20))])),
    "x.tar.xz": lambda: lzma.compress(tar_bytes([("a", bytes(70 << 20))])),
    "sparse.tar": lambda: sparse(1 << 32),
    "x.dcm.bz2": lambda: packs.zeros(256 << 20, bz2),
    "x.dcm.xz": lambda: packs.zeros(256 << 20, lzma),
    "nested.zip": lambda: zip_bytes(
        [Member("a.dcm.bz2", bz2.compress(SLICES[0] + bytes(70 << 20)), method=0)]
    ),
}


def sparse(size: int) -> bytes:
    """An old GNU tar of a file that is all hole."""
    body = bytearray(tar_bytes([("a", b"")], tarfile.GNU_FORMAT))
    body[156:157] = b"S"
    body[483:495] = b"\x80" + size.to_bytes(11, "big")
    body[148:156] = b" " * 8
    body[148:156] = b"%06o\0 " % sum(body[:512])
    return bytes(body)


@pytest.mark.parametrize("name", BOMBS)
def test_small_upload_cannot_become_gigabytes(tmp_path: Path, name: str) -> None:
    body = BOMBS[name]()
    assert len(body) < 1 << 20
    assert code(tmp_path, body, name, ROOMY) == "ARCHIVE_BOMB"
    assert sum(p.stat().st_size for p in (tmp_path / "input").iterdir()) <= 65 << 20


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            zip_bytes([Member("a", b"x", method=14, packed=packs.lzma_packed(b"x", 0xFFFFFFFF))]),
            "PARSE_MEMORY",
        ),
        (packs.hungry_xz(), "PARSE_MEMORY"),
        # A name that is as long as a study.
        (gz(tar_bytes([tar_entry("a" * (24 << 20), tarfile.REGTYPE)])), "TOO_LARGE"),
        (gz(tar_bytes([]) + bytes(64 << 20)), "TOO_LARGE"),
        (tar_bytes([(str(number), b"") for number in range(1300)]), "TOO_MANY_FILES"),
        (zip_bytes([Member(str(number)) for number in range(1300)]), "TOO_MANY_FILES"),
        (zip_bytes([Member(f"{number}/") for number in range(1300)]), "TOO_MANY_FILES"),
        (zip_bytes([Member("a")], end={"entries": 65_534}), "TOO_MANY_FILES"),
        (zip_bytes([Member("a")], zip64={"entries": 1 << 60}), "TOO_MANY_FILES"),
    ],
)
def test_bound_that_is_hit_has_a_code(tmp_path: Path, body: bytes, expected: str) -> None:
    assert code(tmp_path, body, confined=True) == expected


def test_bound_of_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_LEAST_CPU_SECONDS", 0.03)
    limits = Limits(bytes=1 << 30, minutes=0.0005)
    assert code(tmp_path, study_zip("P"), limits=limits, confined=True) in ("PARSE_TIME",)


def test_runner_that_is_to_end_does_not_wait(tmp_path: Path) -> None:
    (tmp_path / "upload").write_bytes(packs.zeros(256 << 20, gzip))
    (tmp_path / "input").mkdir()
    with pytest.raises(Interrupted):
        archive.unpack(tmp_path / "upload", "x", tmp_path / "input", ROOMY, lambda: "signal")


def test_many_odd_fields_are_no_matter(tmp_path: Path) -> None:
    extra = struct.pack("<HH", 0xCAFE, 0) * 16_000
    members = [Member(f"{n:05d}" + "n" * 60_000, SLICES[0], extra=extra) for n in range(40)]
    body = zip_bytes(members, comment=b"PK\x05\x06" * 16_000)
    assert len(lay(tmp_path, body, confined=True).files) == 40
