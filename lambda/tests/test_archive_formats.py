"""Issue 9, number 18: other archives are read, and other formats told what to send."""

from __future__ import annotations

import bz2
import io
import lzma
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest

import packs
from laying import code, contents, lay
from monai_runner.failure import JobFailure
from packs import Member, gz, tar_bytes, tar_entry, zip_bytes
from studies import series, zip_of

SLICES = series("P", 2)

TREE: list[packs.TarEntry] = [
    tar_entry("./", tarfile.DIRTYPE),
    ("./IM1", SLICES[0]),
    ("./IM2", SLICES[1]),
]
READ = {
    "x.tar": tar_bytes(TREE),
    "gnu.tar": tar_bytes(TREE, tarfile.GNU_FORMAT),
    "ustar.tar": tar_bytes(TREE, tarfile.USTAR_FORMAT),
    "x.tar.gz": gz(tar_bytes(TREE)),
    "x.tgz": gz(tar_bytes(TREE)),
    "no-name": gz(tar_bytes(TREE)),
    "misnamed.zip": gz(tar_bytes(TREE)),
    "x.tar.bz2": bz2.compress(tar_bytes(TREE)),
    "x.tar.xz": lzma.compress(tar_bytes(TREE)),
    "pigz.tgz": gz(tar_bytes(TREE)[:30_000]) + gz(tar_bytes(TREE)[30_000:]),
    "two.tar": tar_bytes(TREE[:2]) + tar_bytes(TREE[2:]),
    "long.tar": tar_bytes([("n" * 300, SLICES[0]), ("\u00e9" * 300, SLICES[1])]),
    "long-gnu.tar": tar_bytes([("n" * 300, SLICES[0]), ("m", SLICES[1])], tarfile.GNU_FORMAT),
    "label.tar": tar_bytes([tar_entry("v", b"V"), *TREE[1:]], tarfile.GNU_FORMAT),
    "padded.tgz": gz(tar_bytes(TREE)) + bytes(500),
}


@pytest.mark.parametrize("name", READ)
def test_number_18_tar_is_read(tmp_path: Path, name: str) -> None:
    assert contents(lay(tmp_path, READ[name], name)) == SLICES


@pytest.mark.parametrize(
    "body",
    [
        SLICES[0],
        gz(SLICES[0]),
        gz(SLICES[0][:100]) + gz(SLICES[0][100:]),
        bz2.compress(SLICES[0]),
        lzma.compress(SLICES[0]),
        packs.old_tar(SLICES[0]),
        gz(packs.old_tar(SLICES[0])),
        zip_bytes([Member("a", SLICES[0], method=9)]),
    ],
)
@pytest.mark.parametrize("name", ["x.dcm.gz", "x", "x.zip", "x.tar.gz"])
def test_number_18_one_file_is_read_by_its_content(tmp_path: Path, body: bytes, name: str) -> None:
    assert contents(lay(tmp_path, body, name)) == [SLICES[0]]


def test_number_18_deflate64_across_its_window(tmp_path: Path) -> None:
    """Its window has 64 KiB and its matches have up to 65,538 bytes."""
    body = SLICES[0] + (b"".join(SLICES) + bytes(70_000) + bytes(range(256)) * 300) * 10
    assert contents(lay(tmp_path, zip_bytes([Member("a", body, method=9)]))) == [body]


def iso() -> bytes:
    return bytes(0x8001) + b"CD001\x01" + bytes(4000)


OTHERS = {
    "x.nii": (bytes(344) + b"n+1\0" + bytes(100), "NOT_DICOM", "NIfTI"),
    "x.nii.gz": (gz(b"\x5c\x01\0\0" + bytes(340) + b"n+1\0"), "NOT_DICOM", "NIfTI"),
    "nifti2": (b"\x1c\x02\0\0n+2\0\r\n\x1a\n" + bytes(528), "NOT_DICOM", "NIfTI"),
    "x.hdr": (b"\x5c\x01\0\0" + bytes(344), "NOT_DICOM", "Analyze"),
    "x.nrrd": (b"NRRD0005\ntype: short\n", "NOT_DICOM", "NRRD"),
    "x.mha": (b"ObjectType = Image\nNDims = 3\n", "NOT_DICOM", "MetaImage"),
    "x.mhd": (b"Comment = by a tool\nNDims = 3\n", "NOT_DICOM", "MetaImage"),
    "x.mnc": (b"\x89HDF\r\n\x1a\n", "NOT_DICOM", "MINC"),
    "x.png": (b"\x89PNG\r\n\x1a\n", "NOT_DICOM", "PNG"),
    "x.jpg": (b"\xff\xd8\xff\xe0", "NOT_DICOM", "JPEG"),
    "x.tif": (b"II*\0", "NOT_DICOM", "TIFF"),
    "x.bmp": (b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0", "NOT_DICOM", "BMP"),
    "x.pdf": (b"%PDF-1.4", "NOT_DICOM", "PDF"),
    "x.mp4": (b"\0\0\0\x20ftypisom", "NOT_DICOM", "film"),
    "x.7z": (b"7z\xbc\xaf\x27\x1c\0\x04", "ARCHIVE_FORMAT", "7z"),
    "renamed.zip": (b"7z\xbc\xaf\x27\x1c\0\x04", "ARCHIVE_FORMAT", "7z"),
    "x.rar": (b"Rar!\x1a\x07\0", "ARCHIVE_FORMAT", "RAR"),
    "rar5": (b"Rar!\x1a\x07\x01\0", "ARCHIVE_FORMAT", "RAR"),
    "x.tar.zst": (b"\x28\xb5\x2f\xfd\x04\0", "ARCHIVE_FORMAT", "Zstandard"),
    "x.lz4": (b"\x04\x22\x4d\x18", "ARCHIVE_FORMAT", "LZ4"),
    "x.Z": (b"\x1f\x9d\x90", "ARCHIVE_FORMAT", "compress"),
    "x.cab": (b"MSCF\0\0\0\0", "ARCHIVE_FORMAT", "Cabinet"),
    "x.iso": (iso(), "ARCHIVE_FORMAT", "ISO"),
    "x.iso.gz": (gz(iso()), "ARCHIVE_NESTED", ""),
    "x.zip.gz": (gz(zip_of({"a": SLICES[0]})), "ARCHIVE_NESTED", ""),
    "x.gz.gz": (gz(gz(SLICES[0])), "ARCHIVE_NESTED", ""),
    "x.z01": (b"PK\x07\x08PK\x03\x04", "ARCHIVE_FORMAT", "split"),
    "x.tar": (b"no tar", "ARCHIVE_BROKEN", "named"),
    "ppmd.zip": (
        zip_bytes([Member("a", b"x", method=98, packed=b"x")]), "ARCHIVE_METHOD", "PPMd",
    ),
    "zstd.zip": (
        zip_bytes([Member("a", b"x", method=93, packed=b"x")]), "ARCHIVE_METHOD", "Zstandard",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_number_18_other_formats_are_told_what_to_send(tmp_path: Path, name: str) -> None:
    body, expected, said = OTHERS[name]
    with pytest.raises(JobFailure) as failure:
        lay(tmp_path, body, name)
    reason = failure.value.reason
    assert reason.code == expected
    assert said in reason.message
    assert "zip" in reason.remedy or "flat archive" in reason.remedy


@pytest.mark.parametrize("suffix", ["", ".gz"])
@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (tar_entry("l", tarfile.SYMTYPE, linkname="/etc/passwd"), "ARCHIVE_SYMLINK"),
        (tar_entry("l", tarfile.LNKTYPE, linkname="IM1"), "ARCHIVE_SYMLINK"),
        (tar_entry("d", tarfile.CHRTYPE), "ARCHIVE_SPECIAL_FILE"),
        (tar_entry("d", tarfile.BLKTYPE), "ARCHIVE_SPECIAL_FILE"),
        (tar_entry("d", tarfile.FIFOTYPE), "ARCHIVE_SPECIAL_FILE"),
        (tar_entry("../x", tarfile.REGTYPE), "ARCHIVE_PATH"),
        (tar_entry("/x", tarfile.REGTYPE), "ARCHIVE_PATH"),
        (tar_entry("../x", tarfile.DIRTYPE), "ARCHIVE_PATH"),
        (tar_entry("C:\\x", tarfile.REGTYPE), "ARCHIVE_PATH"),
    ],
)
def test_number_18_tar_is_held_to_what_zip_is(
    tmp_path: Path, entry: tarfile.TarInfo, expected: str, suffix: str
) -> None:
    body = tar_bytes([("IM1", SLICES[0]), entry])
    assert code(tmp_path, gz(body) if suffix else body, "x.tar" + suffix) == expected
    assert all(not p.is_symlink() for p in (tmp_path / "input").iterdir())


@pytest.mark.parametrize("body", [tar_bytes([]) + bytes(512), gz(tar_bytes([TREE[0]]))])
def test_number_18_tar_without_files(tmp_path: Path, body: bytes) -> None:
    assert code(tmp_path, body, "x.tar") in ("ARCHIVE_EMPTY", "ARCHIVE_BROKEN")


def masked() -> bytes:
    """The directory is encrypted: its end is of version 2, and names an algorithm (AES 256)."""
    body = bytearray(zip_bytes([Member("x", SLICES[0], flags=0x2041)], zip64={"rest": 44 + 28}))
    end = body.rfind(b"PK\x06\x06")
    algorithm = b"\x08\0" + bytes(16) + b"\x10\x66" + b"\0\x01" + b"\x01\0" + bytes(4)
    body[end + 56 : end + 56] = algorithm
    central = body.rfind(b"PK\x01\x02")
    body[central:end] = bytes(255 - b for b in body[central:end])
    return bytes(body)


def aes_extra(strength: int) -> bytes:
    """What WinZip writes beside method 99: vendor AE-2, strength, the real method."""
    return b"\x01\x99\x07\0\x02\0AE" + bytes([strength]) + b"\x08\0"


@pytest.mark.parametrize(
    "body",
    [
        zip_bytes([Member("a", SLICES[0], flags=1)]),
        zip_bytes([Member("a", SLICES[0], flags=1 | 8)]),
        zip_bytes([Member("a", b"x", method=99, packed=b"x" * 40, flags=1, extra=aes_extra(3))]),
        zip_bytes([Member("a", b"x", method=99, packed=b"x" * 40, flags=1, extra=aes_extra(1))]),
        zip_bytes([Member("a", SLICES[0], flags=0x41)]),
        zip_bytes([Member("a", SLICES[0], flags=0x2041)]),
        zip_bytes([Member("a", SLICES[0]), Member("b", SLICES[1], flags=1)]),
        zip_bytes([Member("a", SLICES[0], flags=1, central={"flags": 0})]),
        masked(),
        masked()[:-400],
    ],
)
def test_encrypted_zip_is_said_to_be_encrypted(tmp_path: Path, body: bytes) -> None:
    assert code(tmp_path, body, "x.zip") == "ARCHIVE_PASSWORD"


def test_links_by_every_system_s_attributes(tmp_path: Path) -> None:
    link = Member("l", b"/etc/passwd", mode=stat.S_IFLNK | 0o777)
    assert code(tmp_path, zip_bytes([Member("a", SLICES[0]), link])) == "ARCHIVE_SYMLINK"


def test_zip_of_the_standard_library_streamed(tmp_path: Path) -> None:
    """As programs write that do not know the size before."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.body = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            assert isinstance(data, (bytes, bytearray, memoryview))
            self.body += data
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, body in enumerate(SLICES):
            with archive.open(f"study/{number}", "w", force_zip64=True) as entry:
                entry.write(body)
    assert contents(lay(tmp_path, bytes(pipe.body))) == SLICES
