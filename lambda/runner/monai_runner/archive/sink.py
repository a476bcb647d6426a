"""Where the files of an archive go: into a folder under numbers, or out."""

from __future__ import annotations

import lzma
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from monai_runner.archive import failures, kinds, names, streams
from monai_runner.archive.kinds import Kind
from monai_runner.archive.meter import Meter
from monai_runner.settings import Limits

#: What decompression raises for bad data; bz2 an OSError without a number.
DAMAGE = (zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError)


class Sink:
    """Takes the files of one upload of ``upload`` bytes."""

    def __init__(self, target: Path, limits: Limits, upload: int):
        self._target = target
        self._limits = limits
        self._meter = Meter(upload, limits.bytes)
        self.files: list[str] = []
        self.left_out: Counter[str] = Counter()
        #: What the name of a file that was not recognised ended with, by the file's number.
        self.endings: dict[str, str] = {}

    def most_entries(self) -> int:
        """Entries of an archive that are looked at: folders and companions count as well, hence
        some room above the limit of files."""
        return 2 * self._limits.files + 1000

    def take(self, name: str, chunks: Iterator[bytes], size: int = 0) -> None:
        """Writes a file, or counts it as left out. ``size`` is what the archive says of it.

        Also what is left out is read to its end, where its check sum is compared: it may be a
        DICOM file that is damaged beyond recognition.

        Raises JobFailure when it is too much, and what ``chunks`` raises.
        """
        head, content = streams.peek(self._meter.through(chunks), kinds.HEAD)
        kind = kinds.recognise(head, name)
        if len(head) <= kinds.PREAMBLE and names.may_be_dicom(name):
            # A preamble may begin as a TIFF picture, and be all that is left of a file.
            kind = None
        member = _member(kind)
        if member:
            self._take_compressed(name, streams.inflate_members(streams.MEMBERS[member], content))
            streams.drain(content)
        elif kind == kinds.DICOM:
            self._meter.expect(max(0, size - len(head)))
            self.write(content)
        elif out := kind.code if kind else _code_by_name(name, head):
            self.left_out[out] += 1
            streams.drain(content)
        else:
            self._meter.expect(max(0, size - len(head)))
            self.write(content)
            self.endings[self.files[-1]] = names.ending(name)

    def write(self, content: Iterator[bytes]) -> None:
        """Writes a file that is taken whatever it holds."""
        if len(self.files) >= self._limits.files:
            raise failures.too_many(self._limits.files)
        path = self._next()
        with path.open("xb") as sink:
            for chunk in content:
                sink.write(chunk)
        path.chmod(0o644)

    def adopt(self, file: Path) -> None:
        """Moves a file that is the whole upload."""
        path = self._next()
        file.rename(path)
        path.chmod(0o644)

    def _next(self) -> Path:
        name = f"{len(self.files) + 1:06d}"
        self.files.append(name)
        return self._target / name

    def counted(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """The same chunks, counted as a part of the study."""
        return self._meter.through(chunks)

    def _take_compressed(self, name: str, chunks: Iterator[bytes]) -> None:
        """A compressed file in an archive is taken when it is DICOM (``IM1.dcm.gz``). One that is
        damaged is no matter before it is known to be DICOM."""
        try:
            head, content = streams.peek(self._meter.through(chunks), kinds.HEAD)
        except DAMAGE as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            self.left_out[kinds.COMPRESSED] += 1
            return
        kind = kinds.recognise(head, name)
        if kind == kinds.DICOM or (kind is None and kinds.may_be_bare_dicom(head)):
            self.write(content)
        else:
            self.left_out[kind.code if kind else kinds.COMPRESSED] += 1


def _member(kind: Kind | None) -> str:
    return next((name for name, known in kinds.MEMBERS.items() if known == kind), "")


def _code_by_name(name: str, head: bytes) -> str:
    """For a file that is not recognised: why it is left out, or empty when it may be DICOM."""
    if names.is_litter(name):
        return kinds.LITTER
    if names.is_archive(name) and not kinds.may_be_bare_dicom(head):
        return kinds.ARCHIVE
    return ""
