"""Issue 9, number 16: what lies beside DICOM files is left out and counted."""

from __future__ import annotations

import bz2
import lzma
from pathlib import Path

import pytest

from laying import code, contents, lay
from packs import gz, tar_bytes
from studies import series, zip_of

SLICES = series("P", 2)
BARE = SLICES[0][132:]

DOCX = zip_of({"[Content_Types].xml": b"<?xml?>", "word/document.xml": b"<?xml?>"})
ODT = zip_of({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"})
JAR = zip_of({"META-INF/MANIFEST.MF": b"Manifest-Version: 1.0\n"})
COMPANIONS: dict[str, tuple[bytes, str]] = {
    "report.docx": (DOCX, "DOCUMENT"),
    "report": (DOCX, "DOCUMENT"),
    "sheet.xlsx": (zip_of({"xl/workbook.xml": b"x"}), "DOCUMENT"),
    "saved-by-hand.docx": (zip_of({"x": b"x"}), "DOCUMENT"),
    "notes.odt": (ODT, "DOCUMENT"),
    "viewer.jar": (JAR, "PROGRAM"),
    "viewer.exe": (b"MZ" + bytes(500), "PROGRAM"),
    "viewer": (b"\x7fELF" + bytes(500), "PROGRAM"),
    "start.sh": (b"#!/bin/sh\n", "PROGRAM"),
    "viewer/app.js.gz": (gz(b"function viewer() {}" * 50), "COMPRESSED"),
    "data.json.bz2": (bz2.compress(b"{}"), "COMPRESSED"),
    "data.json.xz": (lzma.compress(b"{}"), "COMPRESSED"),
    "broken.js.gz": (gz(b"x" * 100)[:-20], "COMPRESSED"),
    "documents.zip": (zip_of({"a.pdf": b"%PDF-1.7"}), "ARCHIVE"),
    "empty.zip": (zip_of({}), "ARCHIVE"),
    "old.tar": (tar_bytes([("a", b"x")]), "ARCHIVE"),
    "old.tar.gz": (gz(tar_bytes([("a", b"x")])), "ARCHIVE"),
    "a.7z": (b"7z\xbc\xaf\x27\x1c" + bytes(90), "ARCHIVE"),
    "a.7z.002": (b"anything", "ARCHIVE"),
    "a.rar": (b"Rar!\x1a\x07\x01\0", "ARCHIVE"),
    "index.html": (b"\xef\xbb\xbf\n<!DOCTYPE html>\n<html></html>", "DOCUMENT"),
    "INDEX.HTM": (b"<HTML></HTML>", "DOCUMENT"),
    "report.pdf": (b"%PDF-1.7\n", "DOCUMENT"),
    "report.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "DOCUMENT"),
    "AUTORUN.INF": (b"[autorun]\r\nopen=viewer.exe\r\n", "DOCUMENT"),
    "meta.xml": (b"<?xml version='1.0'?>", "DOCUMENT"),
    "key.png": (b"\x89PNG\r\n\x1a\n", "MEDIA"),
    "key.jpg": (b"\xff\xd8\xff\xe0", "MEDIA"),
    "film.mp4": (b"\0\0\0\x20ftypisom", "MEDIA"),
    "seg.nii.gz": (gz(b"\x5c\x01\0\0" + bytes(340) + b"n+1\0"), "VOLUME"),
    "seg.nrrd": (b"NRRD0004\n", "VOLUME"),
    "__MACOSX/study/._IM1": (b"\0\x05\x16\x07" + bytes(90), "LITTER"),
    "study/Thumbs.db": (b"x", "LITTER"),
    "THUMBS.DB": (b"x", "LITTER"),
    "study/.DS_Store": (b"\0\0\0\x01Bud1", "LITTER"),
}


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_number_16_companions_are_left_out_and_counted(tmp_path: Path, kind: str) -> None:
    found = {"IM1": SLICES[0], **{name: body for name, (body, _) in COMPANIONS.items()}}
    found["IM2"] = SLICES[1]
    unpacked = lay(tmp_path, zip_of(found) if kind == "zip" else tar_bytes(list(found.items())))
    assert contents(unpacked) == SLICES
    codes = [code for _, code in COMPANIONS.values()]
    assert unpacked.left_out == {code: codes.count(code) for code in codes}


@pytest.mark.parametrize("name", COMPANIONS)
def test_number_16_nested_archives_fail_only_without_dicom(tmp_path: Path, name: str) -> None:
    body, kind = COMPANIONS[name]
    expected = {"ARCHIVE": "ARCHIVE_NESTED", "VOLUME": "NOT_DICOM", "LITTER": "ARCHIVE_EMPTY"}
    assert code(tmp_path, zip_of({name: body})) == expected.get(kind, "")
    assert list((tmp_path / "input").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("IM1.zip", SLICES[0]),
        ("__MACOSX/IM1", SLICES[0]),
        ("Thumbs.db", SLICES[0]),
        ("slide.tif", b"II*\0" + bytes(124) + SLICES[0][128:]),
        ("program", b"MZ" + bytes(126) + SLICES[0][128:]),
        ("archive", b"PK\x03\x04" + bytes(124) + SLICES[0][128:]),
        ("bare.zip", BARE),
        ("unknown", b"\x42" * 500),
        ("readme.txt", b"hello"),
        ("nothing", b""),
    ],
)
def test_number_16_what_may_be_dicom_is_left_to_the_dicom_reader(
    tmp_path: Path, name: str, body: bytes
) -> None:
    unpacked = lay(tmp_path, zip_of({name: body}))
    assert contents(unpacked) == [body]
    assert unpacked.left_out == {}


@pytest.mark.parametrize("pack", [gz, bz2.compress, lzma.compress])
def test_number_16_compressed_dicom_in_an_archive_is_read(tmp_path: Path, pack: object) -> None:
    assert callable(pack)
    found = {"1.dcm.gz": pack(SLICES[0]), "2": pack(SLICES[1]), "3.gz": pack(BARE)}
    assert contents(lay(tmp_path, zip_of(found))) == [*SLICES, BARE]
