"""Tar archives, read with tarfile as a stream.

tarfile takes a damaged header and a missing end for the end of the archive, and files behind it
for nothing. Here both are errors: a part of a study must not pass for the whole.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, cast

from monai_runner.archive import failures, names, streams
from monai_runner.archive.sink import Sink

if TYPE_CHECKING:
    from typing_extensions import Self

#: The letter of a volume label and of a part of a file in another volume (GNU tar).
_LABEL, _CONTINUED = b"V", b"M"


def _headers() -> type[tarfile.TarInfo]:
    """The class of the headers of one archive, of which only the last may be missing."""
    ended = False

    class Header(tarfile.TarInfo):
        @classmethod
        def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
            nonlocal ended
            if not buf and not ended:
                raise failures.broken("it has no end", "upload it again")
            # Archives may stand behind one another, each with an end of zeros.
            ended = len(buf) == tarfile.BLOCKSIZE and not any(buf)
            if ended or not buf:
                return super().frombuf(buf, encoding, errors)
            try:
                header = super().frombuf(buf, encoding, errors)
            except tarfile.HeaderError:
                raise failures.broken("a header is damaged") from None
            if header.size < 0:
                raise failures.broken("a size is below zero")
            return header

    return Header


def read(chunks: Iterator[bytes], sink: Sink) -> None:
    """Gives the files of an archive to ``sink``.

    Raises JobFailure for links, devices and names that leave the folder, and what ``chunks`` and
    tarfile raise for damage.
    """
    entries = 0
    # With ignore_zeros it reads to the very end, where the check sum of a gzip file stands.
    with tarfile.open(
        fileobj=cast(IO[bytes], streams.ChunkReader(chunks)),
        mode="r|",
        tarinfo=_headers(),
        ignore_zeros=True,
        encoding="utf-8",
        errors="surrogateescape",
    ) as archive:
        while (member := archive.next()) is not None:
            # It keeps what it has seen.
            archive.members = []  # type: ignore[attr-defined]
            entries += 1
            if entries > sink.most_entries():
                raise failures.too_many(sink.most_entries())
            if _is_file(member):
                _take(archive, member, sink)


def _is_file(member: tarfile.TarInfo) -> bool:
    if names.leaves(member.name, folder=member.isdir()):
        raise failures.path()
    if member.issym() or member.islnk():
        raise failures.link()
    if member.isdev():
        raise failures.special()
    if member.type == _CONTINUED:
        raise failures.broken("it is one part of a split archive", "pack it as one")
    return not member.isdir() and member.type != _LABEL


def _take(archive: tarfile.TarFile, member: tarfile.TarInfo, sink: Sink) -> None:
    content = archive.extractfile(member)
    if content is None:
        raise failures.special()
    sink.take(member.name, streams.read_chunks(content, member.size), member.size)
