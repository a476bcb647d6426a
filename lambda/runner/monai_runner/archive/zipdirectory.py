"""The directory of a zip archive (APPNOTE.TXT 6.3.10), read as a stream and believed in nothing.

A reader of one's own: the standard library's takes the whole directory into memory with some
hundred bytes an entry, finds the ZIP64 record by another rule than the one that describes it, and
knows neither Deflate64 nor entries that lie on one another.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from monai_runner.archive import failures

_END = b"PK\x05\x06"
_END_LENGTH = 22
_LONGEST_COMMENT = 65_535
_END64 = b"PK\x06\x06"
_END64_LENGTH = 56
_LOCATOR = b"PK\x06\x07"
_LOCATOR_LENGTH = 20
_ENTRY = b"PK\x01\x02"
_ENTRY_LENGTH = 46
_SIGNATURE = b"PK\x05\x05"
_LOCAL = b"PK\x03\x04"
#: Fields of an end record that say: look into the ZIP64 record.
_SEE_64 = (0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
_ENCRYPTED, _STRONG, _UTF_8, _MASKED = 0x1, 0x40, 0x800, 0x2000


@dataclass(frozen=True)
class Entry:
    """One entry as the directory has it. ``offset`` is where its local header must be in the
    file, ``mode`` the Unix file mode or 0."""

    name: str
    offset: int
    compressed: int
    size: int
    crc: int
    method: int
    encrypted: bool
    mode: int


@dataclass(frozen=True)
class Directory:
    """Where the directory lies, how many entries it says to have (modulo 65,536 unless ``exact``),
    and how many bytes stand before the archive, to which all offsets are relative."""

    start: int
    length: int
    entries: int
    exact: bool
    prefix: int


def locate(stream: BinaryIO, size: int, most: int) -> Directory:
    """Finds the directory in a file of ``size`` bytes, of at most ``most`` entries.

    Raises JobFailure (TOO_MANY_FILES, ARCHIVE_BROKEN, ARCHIVE_PASSWORD) when there are more, when
    the end is missing, cut or damaged, when its records contradict each other, and for encrypted
    directories.
    """
    at, record = _end(stream, size)
    disk, first_disk, here, entries, length, offset = struct.unpack("<HHHHII", record[4:20])
    short = (here, entries, length, offset)
    end, exact = at, False
    wide = _end64(stream, at)
    if wide is not None:
        end, disk, first_disk, *values = wide
        exact = True
        for said, value, unsaid in zip(short, values, _SEE_64, strict=True):
            if said not in (unsaid, value):
                raise failures.broken("its two ends contradict each other")
        here, entries, length, offset = values
    if disk or first_disk or here != entries:
        raise failures.broken("it is one part of a split archive", "pack it as one file")
    if entries > most:
        raise failures.too_many(most)
    prefix = end - length - offset
    if prefix < 0:
        raise failures.broken("its directory is said to be where it cannot be", "upload it again")
    return Directory(end - length, length, entries, exact, prefix)


def _end(stream: BinaryIO, size: int) -> tuple[int, bytes]:
    """The end record, which is the last whose comment ends with the file, or for files with
    something appended the last of all."""
    start = max(0, size - _END_LENGTH - _LONGEST_COMMENT)
    stream.seek(start)
    tail = stream.read(size - start)
    fallback = -1
    at = tail.rfind(_END)
    while at >= 0:
        if at + _END_LENGTH <= len(tail):
            comment = int.from_bytes(tail[at + 20 : at + 22], "little")
            if at + _END_LENGTH + comment == len(tail):
                return start + at, tail[at : at + _END_LENGTH]
            fallback = max(fallback, at)
        at = tail.rfind(_END, 0, at)
    if fallback < 0:
        _refuse_masked(stream)
        raise failures.broken("it has no end", "upload it again: it is probably cut")
    return start + fallback, tail[fallback : fallback + _END_LENGTH]


def _end64(stream: BinaryIO, at: int) -> tuple[int, ...] | None:
    """Position, disk, first disk, entries here and in all, length and offset of the ZIP64 end
    record whose locator stands before the end record ``at``; None when there is none."""
    if at < _LOCATOR_LENGTH:
        return None
    stream.seek(at - _LOCATOR_LENGTH)
    locator = stream.read(_LOCATOR_LENGTH)
    if not locator.startswith(_LOCATOR):
        return None
    _, where, disks = struct.unpack("<IQI", locator[4:])
    if disks > 1:
        raise failures.broken("it is one part of a split archive", "pack it as one file")
    # Directly before the locator, and where the locator says unless something stands before the
    # archive: records at two places are a contradiction.
    near = at - _LOCATOR_LENGTH - _END64_LENGTH
    found = []
    for position in {where, near}:
        record = b""
        if 0 <= position <= at - _LOCATOR_LENGTH - _END64_LENGTH:
            stream.seek(position)
            record = stream.read(_END64_LENGTH)
        if record.startswith(_END64):
            found.append((position, record))
    if len(found) != 1:
        raise failures.broken("its ZIP64 end is missing or contradicts itself", "upload it again")
    position, record = found[0]
    rest, _, _, disk, first_disk, *values = struct.unpack("<QHHIIQQQQ", record[4:])
    if position + 12 + rest != at - _LOCATOR_LENGTH:
        raise failures.broken("its ZIP64 end is damaged", "upload it again")
    # A longer record is of version 2, which describes an encrypted directory (7.3.4).
    if position != near:
        stream.seek(position + _END64_LENGTH)
        extra = stream.read(18)
        if len(extra) == 18 and int.from_bytes(extra[16:18], "little"):
            raise failures.password()
    return (position, disk, first_disk, *values)


def _refuse_masked(stream: BinaryIO) -> None:
    """Strong encryption may hide the directory; the first local header still tells of it."""
    stream.seek(0)
    header = stream.read(8)
    if header.startswith(_LOCAL) and int.from_bytes(header[6:8], "little") & (_STRONG | _MASKED):
        raise failures.password()


def read(stream: BinaryIO, directory: Directory, most: int) -> Iterator[Entry]:
    """The entries, at most ``most``, in the directory's order.

    Raises JobFailure when there are more, and unless they are as many and as long as the end says.
    """
    stream.seek(directory.start)
    left, count = directory.length, 0
    while left >= _ENTRY_LENGTH:
        header = stream.read(_ENTRY_LENGTH)
        if not header.startswith(_ENTRY):
            break
        variable = sum(struct.unpack("<HHH", header[28:34]))
        if left < _ENTRY_LENGTH + variable:
            break
        left -= _ENTRY_LENGTH + variable
        count += 1
        if count > most:
            raise failures.too_many(most)
        yield _entry(header, stream.read(variable), directory)
    stream.seek(directory.start + directory.length - left)
    # What is left may be the directory's signature (4.3.13).
    if left and stream.read(4) == _SIGNATURE:
        left = 0
    if count == 0:
        _refuse_masked(stream)
    missing = directory.entries - count
    if left or (missing if directory.exact else missing % 65_536):
        raise failures.broken("its directory is not what its end says", "upload it again")


def _entry(header: bytes, variable: bytes, directory: Directory) -> Entry:
    made_by, flags, method = header[5], *struct.unpack("<HH", header[8:12])
    crc, compressed, size = struct.unpack("<III", header[16:28])
    name_length, extra_length = struct.unpack("<HH", header[28:32])
    attributes, offset = struct.unpack("<II", header[38:46])
    extra = variable[name_length : name_length + extra_length]
    size, compressed, offset = _wide(extra, size, compressed, offset)
    name = variable[:name_length]
    return Entry(
        name=name.decode("utf-8" if flags & _UTF_8 else "cp437", "replace"),
        offset=directory.prefix + offset,
        compressed=compressed,
        size=size,
        crc=crc,
        method=method,
        encrypted=bool(flags & (_ENCRYPTED | _STRONG | _MASKED)),
        # Whoever says to be Unix or macOS, and those who do not say so but fill it in.
        mode=attributes >> 16 if made_by in (0, 3, 19) else 0,
    )


def _wide(extra: bytes, size: int, compressed: int, offset: int) -> tuple[int, int, int]:
    """Size, compressed size and offset, each from the ZIP64 field (4.5.3) if it is said to be
    there."""
    wanted = [value == 0xFFFFFFFF for value in (size, compressed, offset)]
    values = [size, compressed, offset]
    if not any(wanted):
        return size, compressed, offset
    field = _field(extra, 0x0001)
    for number, wide in enumerate(wanted):
        if not wide:
            continue
        if len(field) < 8:
            raise failures.broken("a size above 4 GiB is missing", "upload it again")
        values[number] = int.from_bytes(field[:8], "little")
        field = field[8:]
    return values[0], values[1], values[2]


def _field(extra: bytes, wanted: int) -> bytes:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == wanted:
            return extra[at + 4 : at + 4 + length]
        at += 4 + length
    return b""
