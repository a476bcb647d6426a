"""What the child process does with an upload."""

from __future__ import annotations

import struct
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from monai_runner.archive import failures, kinds, names, streams, tars, zips
from monai_runner.archive.kinds import Kind
from monai_runner.archive.meter import Meter
from monai_runner.archive.sink import DAMAGE, Sink
from monai_runner.failure import JobFailure
from monai_runner.settings import Limits

#: A member of a tar takes some headers beside its content.
_TAR_HEADERS = 4096


def unpack(argument: dict[str, Any]) -> dict[str, Any]:
    """The task of :func:`monai_runner.archive.unpack`."""
    upload = Path(argument["upload"])
    limits = Limits(bytes=argument["bytes"], files=argument["files"])
    size = upload.stat().st_size
    sink = Sink(Path(argument["target"]), limits, size)
    try:
        with upload.open("rb") as stream:
            _Upload(stream, argument["name"], size, limits, sink).read()
    except (*DAMAGE, tarfile.TarError, struct.error) as error:
        # The disk's errors have a number, those of bad data have none.
        if isinstance(error, OSError) and error.errno is not None:
            raise
        # The messages of libraries may quote a name.
        raise failures.broken(type(error).__name__) from error
    return {"files": sink.files, "left_out": dict(sink.left_out), "endings": sink.endings}


class _Upload:
    """One upload, told by its content."""

    def __init__(self, stream: BinaryIO, name: str, size: int, limits: Limits, sink: Sink):
        self._stream = stream
        self._name = name
        self._size = size
        self._limits = limits
        self._sink = sink

    def read(self) -> None:
        head = self._stream.read(kinds.HEAD)
        # No name: a document that is a zip is looked into as any zip is.
        kind = kinds.recognise(head, "")
        self._stream.seek(0)
        member = next((key for key, known in kinds.MEMBERS.items() if known == kind), "")
        if member:
            self._compressed(member)
        elif head.startswith((b"PK\x03\x04", b"PK\x05\x06")) and kind != kinds.DICOM:
            self._archive(zips.read, self._stream)
        elif kind == kinds.TAR:
            self._archive(tars.read, self._bounded(self._raw()))
        elif kind in (None, kinds.DICOM):
            self._plain(kind)
        else:
            raise _refused(kind)

    def _plain(self, kind: Kind | None) -> None:
        if kind is None and self._name.lower().endswith(".zip"):
            # Something may stand before the archive.
            self._archive(zips.read, self._stream)
        elif kind is None and names.promises_archive(self._name):
            raise failures.broken("it is named as an archive and is none")
        else:
            self._sink.adopt(Path(str(self._stream.name)))

    def _raw(self) -> Iterator[bytes]:
        return streams.read_chunks(self._stream, self._size)

    def _bounded(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        extra = _TAR_HEADERS * self._sink.most_entries()
        return Meter(self._size, self._limits.bytes, extra).through(chunks)

    def _compressed(self, member: str) -> None:
        """A compressed tar, or one compressed file."""
        content = self._bounded(streams.inflate_members(streams.MEMBERS[member], self._raw()))
        head, content = streams.peek(content, kinds.HEAD)
        kind = kinds.recognise(head, "")
        if kind == kinds.TAR:
            self._archive(tars.read, content)
        elif kind in (None, kinds.DICOM):
            self._sink.write(self._sink.counted(content))
        elif kind.code in (kinds.ARCHIVE, kinds.COMPRESSED):
            raise failures.nested()
        else:
            raise _refused(kind)

    def _archive(self, read: Any, source: Any) -> None:
        read(source, self._sink)
        if not self._sink.files and set(self._sink.left_out) <= {kinds.LITTER}:
            raise failures.empty()


def _refused(kind: Kind) -> JobFailure:
    if kind.code == kinds.ARCHIVE:
        return failures.unread(kind.name)
    return failures.not_dicom(kind.name)
