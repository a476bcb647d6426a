"""Zip archives from strangers, extracted within limits.

Nothing of an archive's names reaches the file system: entries become ``000001``, ``000002`` and so
on. Names that try to climb out are refused all the same, since such an archive is an attack or
broken.
"""

from __future__ import annotations

import lzma
import re
import stat
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from monai_runner.failure import Interrupted, JobFailure
from monai_runner.settings import Limits

_LOCAL_HEADER = b"PK\x03\x04"
_END = b"PK\x05\x06"
_END64 = b"PK\x06\x06"
_END64_LOCATOR = b"PK\x06\x07"
#: The end record and the longest comment.
_END_SEARCH = 22 + 65_535
_CENTRAL_ENTRY = 46
_CHUNK = 1024 * 1024
_SUPPORTED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
#: Archives inside archives, by their first bytes: zip, gzip, bzip2, xz, 7z, rar.
_ARCHIVES = (
    _LOCAL_HEADER,
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
)
_ARCHIVE_NAME = re.compile(r"\.(zip|7z|rar|tar|tgz|gz|bz2|xz)$", re.IGNORECASE)
#: What operating systems add to archives by themselves.
_LITTER = re.compile(r"(^|/)(__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)")


@dataclass(frozen=True)
class Unpacked:
    """What an upload holds. ``files`` are laid down as ``000001`` and so on, in the order of the
    archive; ``left_out`` counts what is no part of a study, by a code for its kind."""

    files: list[Path]
    left_out: dict[str, int] = field(default_factory=dict)

    def not_dicom(self) -> JobFailure | None:
        """The failure that tells more than NOT_DICOM, for when none of ``files`` is DICOM."""
        return None


def unpack(
    upload: Path, name: str, target: Path, limits: Limits, stop: Callable[[], str] = lambda: ""
) -> Unpacked:
    """Lays the files of an upload called ``name`` down in the folder ``target``, be it an archive
    or one file, and deletes the upload.

    Raises JobFailure for what is broken, locked, hostile or too large.
    """
    if why := stop():
        raise Interrupted(why)
    # The name decides only whether something that is no zip should have been one.
    if is_zip(upload, name):
        extract(upload, target, limits)
        upload.unlink()
    else:
        upload.rename(target / "000001")
        (target / "000001").chmod(0o644)
    return Unpacked(sorted(target.iterdir()))


def is_zip(file: Path, name: str) -> bool:
    """Whether an upload is to be treated as an archive: by its content, or because it is named
    ``.zip`` in any case and so must be one."""
    with file.open("rb") as stream:
        return stream.read(4) in (_LOCAL_HEADER, _END) or name.lower().endswith(".zip")


def extract(
    file: Path, target: Path, limits: Limits, monotonic: Callable[[], float] = time.monotonic
) -> int:
    """Extracts the regular files of an archive into ``target`` and returns how many.

    Raises JobFailure for a broken, locked, hostile or too large archive.
    """
    deadline = monotonic() + limits.minutes * 60
    _check_directory(file, limits)
    try:
        with zipfile.ZipFile(file) as archive:
            wanted = [entry for entry in archive.infolist() if _wanted(entry)]
            if not wanted:
                raise JobFailure("ARCHIVE_EMPTY", "the archive holds no file")
            _check_declared(wanted, limits)
            taken = 0
            for number, entry in enumerate(wanted, 1):
                with archive.open(entry) as source:
                    for chunk in _copy(source, target / f"{number:06d}"):
                        taken += chunk
                        if taken > limits.bytes:
                            raise _too_large(limits)
                        if monotonic() > deadline:
                            raise JobFailure(
                                "TIMED_OUT", "the archive could not be extracted in time"
                            )
            return len(wanted)
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        EOFError,
        NotImplementedError,
        UnicodeDecodeError,
        struct.error,
        ValueError,
        RuntimeError,
        OverflowError,
    ) as error:
        raise _broken(error) from error
    except OSError as error:
        # bz2 reports bad data as an OSError without a number; the disk's errors have one.
        if error.errno is None:
            raise _broken(error) from error
        raise


def _broken(error: Exception) -> JobFailure:
    # zipfile and lzma have their own classes; only the name of the class is told.
    return JobFailure(
        "ARCHIVE_BROKEN",
        f"the archive cannot be read ({type(error).__name__})",
        "upload it again; supported are zip archives with stored, deflate, bzip2 or LZMA entries",
    )


def _check_directory(file: Path, limits: Limits) -> None:
    """Looks at the archive's directory before zipfile reads it into memory, where each entry
    takes some hundred bytes."""
    size = file.stat().st_size
    with file.open("rb") as stream:
        start = max(0, size - _END_SEARCH)
        stream.seek(start)
        tail = stream.read()
        at = tail.rfind(_END)
        if at < 0 or len(tail) - at < 22:
            raise JobFailure("ARCHIVE_BROKEN", "the archive has no end", "upload it again")
        entries, length = struct.unpack("<HI", tail[at + 10 : at + 16])
        locator = tail[at - 20 : at] if at >= 20 else b""
        if locator[:4] == _END64_LOCATOR:
            (offset,) = struct.unpack("<Q", locator[8:16])
            if offset + 56 > size:
                raise JobFailure("ARCHIVE_BROKEN", "the archive's end is damaged")
            stream.seek(offset)
            record = stream.read(56)
            if record[:4] != _END64:
                raise JobFailure("ARCHIVE_BROKEN", "the archive's end is damaged")
            entries, length = struct.unpack("<QQ", record[32:48])
    # Directories count as entries too, hence some room above the limit of files.
    most = 2 * limits.files + 1000
    if entries > most or length > most * (_CENTRAL_ENTRY + 1024):
        raise _too_many(limits)


def _wanted(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if "\\" in name or name.startswith("/") or re.match(r"[A-Za-z]:", name):
        raise _climbs()
    if ".." in name.split("/"):
        raise _climbs()
    if kind == stat.S_IFLNK:
        raise JobFailure("ARCHIVE_SYMLINK", "the archive holds a symbolic link")
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise JobFailure("ARCHIVE_SPECIAL_FILE", "the archive holds a device, pipe or socket")
    if entry.is_dir() or _LITTER.search(name):
        return False
    if entry.flag_bits & 0x1:
        raise JobFailure(
            "ARCHIVE_PASSWORD", "the archive is encrypted", "upload it without a password"
        )
    if _ARCHIVE_NAME.search(name):
        raise _nested()
    if entry.compress_type not in _SUPPORTED:
        raise _broken(NotImplementedError())
    return True


def _climbs() -> JobFailure:
    return JobFailure("ARCHIVE_PATH", "the archive holds a path that leaves its folder")


def _nested() -> JobFailure:
    return JobFailure(
        "ARCHIVE_NESTED",
        "the archive holds another archive",
        "upload one flat archive for each study",
    )


def _too_many(limits: Limits) -> JobFailure:
    return JobFailure(
        "TOO_MANY_FILES",
        f"the study has more than {limits.files} files",
        "raise limits.files if such studies are expected",
    )


def _too_large(limits: Limits) -> JobFailure:
    return JobFailure(
        "TOO_LARGE",
        f"the study takes more than {limits.bytes} bytes",
        "raise limits.bytes if such studies are expected",
    )


def _check_declared(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.files:
        raise _too_many(limits)
    if sum(entry.file_size for entry in entries) > limits.bytes:
        raise _too_large(limits)


def _copy(source: IO[bytes], target: Path) -> Iterator[int]:
    """Writes one entry and yields each chunk's length: what an archive declares is not believed,
    the bytes that come out are counted."""
    with target.open("xb") as sink:
        first = True
        while chunk := source.read(_CHUNK):
            if first and chunk.startswith(_ARCHIVES):
                raise _nested()
            first = False
            yield len(chunk)
            sink.write(chunk)
    target.chmod(0o644)
