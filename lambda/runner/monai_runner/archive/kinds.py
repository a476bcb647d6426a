"""What a file is, by its first bytes. Sources: the formats' own specifications, and the signatures
in file(1)'s magic files.

Only what is certain is named: whatever is not recognised may be DICOM without its preamble and is
left to the DICOM reader.
"""

from __future__ import annotations

import re
import tarfile
from dataclasses import dataclass

#: Codes in ``left_out``.
ARCHIVE = "ARCHIVE"
COMPRESSED = "COMPRESSED"
DOCUMENT = "DOCUMENT"
LITTER = "LITTER"
MEDIA = "MEDIA"
PROGRAM = "PROGRAM"
VOLUME = "VOLUME"

#: A DICOM file's preamble and mark.
PREAMBLE = 132
#: An ISO 9660 image tells of itself at 32 KiB.
HEAD = 32 * 1024 + 6


@dataclass(frozen=True)
class Kind:
    """A recognised kind: its code, and its name in messages, with an article."""

    code: str
    name: str


DICOM = Kind("DICOM", "a DICOM file")
ZIP = Kind(ARCHIVE, "a zip archive")
TAR = Kind(ARCHIVE, "a tar archive")
#: One compressed file or a compressed tar, by the names in :data:`streams.MEMBERS`.
MEMBERS = {
    "gzip": Kind(COMPRESSED, "a gzip file"),
    "bzip2": Kind(COMPRESSED, "a bzip2 file"),
    "xz": Kind(COMPRESSED, "an xz file"),
}
_NIFTI = Kind(VOLUME, "a NIfTI volume")
_META_IMAGE = Kind(VOLUME, "a MetaImage volume")
_HTML = Kind(DOCUMENT, "a web page")

_SIGNATURES: tuple[tuple[int, bytes, Kind], ...] = (
    (0, b"7z\xbc\xaf\x27\x1c", Kind(ARCHIVE, "a 7z archive")),
    (0, b"Rar!\x1a\x07", Kind(ARCHIVE, "a RAR archive")),
    (0, b"\x28\xb5\x2f\xfd", Kind(ARCHIVE, "a Zstandard (zst) file")),
    (0, b"\x04\x22\x4d\x18", Kind(ARCHIVE, "an LZ4 file")),
    (0, b"LZIP\x01", Kind(ARCHIVE, "an lzip file")),
    (0, b"\x5d\x00\x00\x80\x00\xff\xff\xff\xff\xff\xff\xff\xff", Kind(ARCHIVE, "an LZMA file")),
    (0, b"\x1f\x9d", Kind(ARCHIVE, "a compress (.Z) file")),
    (0, b"MSCF\0\0\0\0", Kind(ARCHIVE, "a Cabinet archive")),
    (0, b"xar!\x00\x1c", Kind(ARCHIVE, "a xar archive")),
    (0, b"!<arch>\n", Kind(ARCHIVE, "an ar archive")),
    (0, b"PK\x07\x08", Kind(ARCHIVE, "one part of a split zip archive")),
    (0x8001, b"CD001", Kind(ARCHIVE, "a CD or DVD image (ISO 9660)")),
    (0x8001, b"BEA01", Kind(ARCHIVE, "a CD or DVD image (UDF)")),
    (344, b"n+1\0", _NIFTI),
    (344, b"ni1\0", _NIFTI),
    (4, b"n+2\0\r\n\x1a\n", _NIFTI),
    (4, b"ni2\0\r\n\x1a\n", _NIFTI),
    (0, b"\x5c\x01\0\0", Kind(VOLUME, "an Analyze 7.5 header")),
    (0, b"NRRD000", Kind(VOLUME, "an NRRD volume")),
    (0, b"\x89HDF\r\n\x1a\n", Kind(VOLUME, "an HDF5 or MINC file")),
    (0, b"CDF\x01", Kind(VOLUME, "a NetCDF or MINC file")),
    (0, b"\x93NUMPY", Kind(VOLUME, "a NumPy array")),
    (0, b"\x89PNG\r\n", Kind(MEDIA, "a PNG picture")),
    (0, b"\xff\xd8\xff", Kind(MEDIA, "a JPEG picture")),
    (0, b"GIF87a", Kind(MEDIA, "a GIF picture")),
    (0, b"GIF89a", Kind(MEDIA, "a GIF picture")),
    (0, b"II*\0", Kind(MEDIA, "a TIFF picture")),
    (0, b"II+\0", Kind(MEDIA, "a TIFF picture")),
    (0, b"MM\0*", Kind(MEDIA, "a TIFF picture")),
    (0, b"MM\0+", Kind(MEDIA, "a TIFF picture")),
    (0, b"\0\0\0\x0cjP  \r\n", Kind(MEDIA, "a JPEG 2000 picture")),
    (0, b"\xff\x4f\xff\x51", Kind(MEDIA, "a JPEG 2000 picture")),
    (6, b"\0\0\0\0", Kind(MEDIA, "a BMP picture")),
    (0, b"RIFF", Kind(MEDIA, "a film, sound or WebP picture")),
    (4, b"ftyp", Kind(MEDIA, "a film")),
    (0, b"\x1aE\xdf\xa3", Kind(MEDIA, "a film")),
    (0, b"\0\0\x01\xba", Kind(MEDIA, "a film")),
    (0, b"\0\0\x01\0\x01\0", Kind(MEDIA, "an icon")),
    (0, b"%PDF-", Kind(DOCUMENT, "a PDF document")),
    (0, b"{\\rtf", Kind(DOCUMENT, "an RTF document")),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind(DOCUMENT, "an Office document")),
    (0, b"SQLite format 3\0", Kind(DOCUMENT, "a database")),
    (0, b"\x7fELF", Kind(PROGRAM, "a program")),
    (0, b"MZ", Kind(PROGRAM, "a Windows program")),
    (0, b"\xca\xfe\xba\xbe", Kind(PROGRAM, "a Java class or a macOS program")),
    (0, b"\xcf\xfa\xed\xfe", Kind(PROGRAM, "a macOS program")),
    (0, b"#!", Kind(PROGRAM, "a script")),
    (0, b"\0asm", Kind(PROGRAM, "a WebAssembly program")),
    (0, b"\0\x05\x16\x07", Kind(LITTER, "macOS metadata")),
)
_DOCUMENT_ZIP = Kind(DOCUMENT, "an Office document or e-book")
_PROGRAM_ZIP = Kind(PROGRAM, "a program packed as zip")
#: The first entries of zip files that are documents and programs, and how such files are called.
_DOCUMENT_ENTRY = re.compile(
    rb"\[Content_Types\]\.xml|_rels/|docProps/|word/|xl/|ppt/|customXml/|mimetype|content\.xml"
)
_PROGRAM_ENTRY = re.compile(rb"META-INF/|AndroidManifest\.xml|manifest\.json")
_DOCUMENT_NAME = re.compile(r"\.(doc|xls|ppt|pot|dot|vsd)[xm]$|\.(od[tspgf]|epub|kmz|pages)$", re.I)
_PROGRAM_NAME = re.compile(r"\.([jwe]ar|apk|xpi|crx|whl|nupkg|vsix)$", re.I)
_TEXT = (
    (re.compile(rb"\s*<!doctype html|\s*<html", re.I), _HTML),
    (re.compile(rb"\s*<(\?xml|svg)\b", re.I), Kind(DOCUMENT, "an XML document")),
    (re.compile(rb"\s*\[autorun\]", re.I), Kind(DOCUMENT, "a disc's autorun file")),
    (re.compile(rb"\s*(ObjectType|NDims|Comment)\s*=[^\0]*\n\s*NDims\s*=", re.I), _META_IMAGE),
    (re.compile(rb"\s*(ObjectType\s*=\s*Image|NDims\s*=\s*\d)", re.I), _META_IMAGE),
)


def recognise(head: bytes, name: str) -> Kind | None:
    """The kind of a file that begins with ``head`` (:data:`HEAD` bytes, or all it has), or None.

    A DICOM file is one whatever its preamble holds (PS3.10, 7.1: also a TIFF's header or a
    program). The name tells only what sort of zip a zip inside an archive is.
    """
    if head[128:132] == b"DICM":
        return DICOM
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(head, name)
    if head.startswith(b"\x1f\x8b\x08"):
        return MEMBERS["gzip"]
    if re.match(rb"BZh[1-9](1AY&SY|\x17rE8P\x90)", head):
        return MEMBERS["bzip2"]
    if head.startswith(b"\xfd7zXZ\0"):
        return MEMBERS["xz"]
    for at, signature, kind in _SIGNATURES:
        if head.startswith(signature, at) and (at != 6 or head.startswith(b"BM")):
            return kind
    for pattern, kind in _TEXT:
        if pattern.match(head[3 if head.startswith(b"\xef\xbb\xbf") else 0 :][:4096]):
            return kind
    return TAR if _is_tar(head) else None


def _zip(head: bytes, name: str) -> Kind:
    first = head[30 : 30 + int.from_bytes(head[26:28], "little")]
    if _DOCUMENT_NAME.search(name) or _DOCUMENT_ENTRY.match(first):
        return _DOCUMENT_ZIP
    if _PROGRAM_NAME.search(name) or _PROGRAM_ENTRY.match(first):
        return _PROGRAM_ZIP
    return ZIP


def _is_tar(head: bytes) -> bool:
    """Old tar files have no signature, but all have a sum of their header."""
    try:
        tarfile.TarInfo.frombuf(head[:512], "utf-8", "surrogateescape")
    except (tarfile.TarError, ValueError):
        return False
    return True


def may_be_bare_dicom(head: bytes) -> bool:
    """Whether it begins as a data set without preamble does: with an element of group 0002 or
    0008, in either byte order (PS3.5, 7.1)."""
    return head[:2] in (b"\x02\0", b"\x08\0", b"\0\x02", b"\0\x08") and len(head) >= 8
