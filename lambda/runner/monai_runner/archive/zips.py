"""Zip archives: each entry of the directory, checked against what stands before its content."""

from __future__ import annotations

import bisect
import stat
import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from monai_runner.archive import failures, names, streams, zipdirectory
from monai_runner.archive.sink import Sink
from monai_runner.archive.zipdirectory import Entry

_LOCAL = b"PK\x03\x04"
_LOCAL_LENGTH = 30
_STORED, _DEFLATE, _DEFLATE64, _BZIP2, _LZMA = 0, 8, 9, 12, 14
_READ = (_STORED, _DEFLATE, _DEFLATE64, _BZIP2, _LZMA)
#: Methods that are known and not read (APPNOTE.TXT 4.4.5).
_OTHERS = {
    1: "Shrink",
    6: "Implode",
    10: "PKWARE Implode",
    18: "IBM TERSE",
    19: "IBM LZ77",
    20: "Zstandard",
    93: "Zstandard",
    94: "MP3",
    95: "XZ",
    96: "JPEG",
    97: "WavPack",
    98: "PPMd",
}
_DATA_DESCRIPTOR = 0x8


def read(stream: BinaryIO, sink: Sink) -> None:
    """Gives the files of an archive to ``sink``.

    Raises JobFailure for what is encrypted, damaged, a link or a device, a name that leaves the
    folder, entries that lie on one another and methods that are not read, and what the
    decompression raises for damage.
    """
    size = stream.seek(0, 2)
    most = sink.most_entries()
    directory = zipdirectory.locate(stream, size, most)
    entries = list(zipdirectory.read(stream, directory, most))
    wanted = [entry for entry in entries if _is_file(entry)]
    ends = sorted([entry.offset for entry in entries] + [directory.start])
    for entry in wanted:
        sink.take(entry.name, _content(stream, entry, ends), entry.size)


def _is_file(entry: Entry) -> bool:
    kind = stat.S_IFMT(entry.mode)
    folder = entry.size == 0 and (kind == stat.S_IFDIR or names.ends_as_folder(entry.name))
    if names.leaves(entry.name, folder):
        raise failures.path()
    if kind == stat.S_IFLNK:
        raise failures.link()
    # Info-ZIP marks what it read from its standard input as a pipe.
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR) and not (kind == stat.S_IFIFO and entry.size):
        raise failures.special()
    if folder:
        return False
    if entry.encrypted:
        raise failures.password()
    if entry.method in _OTHERS:
        raise failures.method(_OTHERS[entry.method])
    if entry.method not in _READ:
        raise failures.broken("the method of its compression is unknown")
    return True


def _content(stream: BinaryIO, entry: Entry, ends: list[int]) -> Iterator[bytes]:
    """The bytes of an entry. ``ends`` are the starts of all entries and of the directory in
    order: what an entry takes must end before the next begins."""
    place = bisect.bisect_left(ends, entry.offset)
    if place + 1 >= len(ends):
        raise failures.broken("an entry is said to be where it cannot be")
    _open(stream, entry, ends[place + 1])
    crc = length = 0
    for chunk in _decompressed(stream, entry):
        length += len(chunk)
        if length > entry.size:
            raise failures.broken("an entry is longer than it is said to be")
        crc = zlib.crc32(chunk, crc)
        yield chunk
    if length != entry.size or crc != entry.crc:
        raise failures.broken("the content of an entry is damaged", "upload it again")


def _open(stream: BinaryIO, entry: Entry, end: int) -> None:
    """Goes to the entry's content, which must end at ``end`` or before."""
    stream.seek(entry.offset)
    header = stream.read(_LOCAL_LENGTH)
    if len(header) < _LOCAL_LENGTH or not header.startswith(_LOCAL):
        raise failures.broken("an entry is said to be where none is", "upload it again")
    flags, method = struct.unpack("<HH", header[6:10])
    crc, compressed, size = struct.unpack("<III", header[14:26])
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    if flags & 1:
        raise failures.password()
    if method != entry.method:
        raise failures.broken("an entry contradicts the directory", "upload it again")
    said = ((crc, entry.crc), (compressed, entry.compressed), (size, entry.size))
    if not flags & _DATA_DESCRIPTOR and any(
        here not in (there, 0xFFFFFFFF) for here, there in said
    ):
        raise failures.broken("an entry contradicts the directory", "upload it again")
    start = stream.seek(name_length + extra_length, 1)
    if start + entry.compressed > end:
        raise failures.bomb("its entries lie on one another")


def _decompressed(stream: BinaryIO, entry: Entry) -> Iterator[bytes]:
    raw = streams.read_chunks(stream, entry.compressed)
    if entry.method == _STORED:
        return raw
    if entry.size == 0 and entry.crc == 0:
        return iter(())
    if entry.method == _DEFLATE:
        return streams.inflate(streams.deflate(), raw)
    if entry.method == _DEFLATE64:
        return streams.inflate(streams.deflate64(), raw)
    if entry.method == _BZIP2:
        return streams.inflate(streams.MEMBERS["bzip2"](), raw)
    return _lzma(stream, entry)


def _lzma(stream: BinaryIO, entry: Entry) -> Iterator[bytes]:
    """Without an end mark only the size tells where it ends, so it is cut there."""
    _, length = struct.unpack("<HH", stream.read(4))
    if length != 5 or entry.compressed < 9:
        raise failures.broken("the properties of an entry are damaged")
    decoder = streams.zip_lzma(stream.read(5))
    left = entry.size
    for chunk in streams.inflate(decoder, streams.read_chunks(stream, entry.compressed - 9)):
        yield chunk[:left]
        left -= len(chunk)
        if left <= 0:
            return
