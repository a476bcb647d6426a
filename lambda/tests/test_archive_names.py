"""Issue 9, number 15: names in archives as Windows and others write them."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from laying import contents, lay
from monai_runner.archive import names
from monai_runner.failure import JobFailure
from packs import Member, tar_bytes, zip_bytes
from studies import series, zip_of

SLICES = series("P", 2)


def test_number_15_folders_as_powershell_5_writes_them(tmp_path: Path) -> None:
    members = [
        Member("study\\", method=0),
        Member("study\\series 1\\IM1.dcm", SLICES[0]),
        Member("study\\series 1\\IM2.dcm", SLICES[1]),
        Member("study\\__MACOSX\\._IM1.dcm", b"x"),
    ]
    unpacked = lay(tmp_path, zip_bytes(members))
    assert contents(unpacked) == SLICES
    assert unpacked.left_out == {"LITTER": 1}


@pytest.mark.parametrize(
    "name",
    [
        "T1:axial.dcm", "12:30:05.dcm", "a:b", "C:x", "a/b:c/d", "AUX", "con.dcm", "nul", "a.",
        "a ", "a./b .", "...", "..a", "a..", "a/...", "a/../b", "./a", "a//b", "a/./b", 'q"?*<>|',
        "\x01\x02",
        "\u4e2d\u6587/\u0645", "e\u0301", "\u00e9", "\U0001f480", "\u202egnp.exe", "n" * 60_000,
        "d/" * 10_000 + "x", "a\\..\\b", "a\0b", " ", "-rf", "$(id)", "~/x", "%2e%2e/x",
        b"\x95\x5c.dcm", b"\xff\xfe", b"\x8e\x9f\x96\xbc.dcm",
    ],
    ids=lambda name: repr(name)[:20],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_number_15_odd_name_is_no_reason(tmp_path: Path, name: str | bytes, kind: str) -> None:
    if kind == "zip":
        body = zip_bytes([Member(name, SLICES[0]), Member("b", SLICES[1])])
    else:
        text = name if isinstance(name, str) else name.decode("utf-8", "surrogateescape")
        body = tar_bytes(
            [(text.replace("\0", ""), SLICES[0]), ("b", SLICES[1])], tarfile.GNU_FORMAT
        )
    assert contents(lay(tmp_path, body)) == SLICES


@pytest.mark.parametrize(
    "name",
    [
        "../x", "..\\x", "a/../../x", "a\\..\\..\\x", "a/..\\../x", "/etc/cron.d/x", "//x", "\\x",
        "\\\\host\\share\\x", "C:\\study\\a.dcm", "c:/x", "..", "a/..", ".", "./", "",
        "a/b/../../..", "\\\\?\\C:\\x",
    ],
)  # fmt: skip
def test_number_15_name_that_leaves_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    body = zip_bytes([Member("IM1", SLICES[0]), Member(name, b"x")])
    with pytest.raises(JobFailure) as failure:
        lay(tmp_path, body)
    reason = failure.value.reason
    assert reason.code == "ARCHIVE_PATH"
    assert "absolute" in reason.message
    assert ".." in reason.message
    if name:
        assert names.leaves(name)


def test_number_15_names_in_two_cases_are_two_files_in_order(tmp_path: Path) -> None:
    found = {"b": SLICES[0], "A/x": SLICES[1], "a/X": SLICES[0], "a/x": SLICES[1]}
    unpacked = lay(tmp_path, zip_of(found))
    assert contents(unpacked) == [*SLICES, *SLICES]
    assert [file.name for file in unpacked.files] == [f"{n:06d}" for n in range(1, 5)]
