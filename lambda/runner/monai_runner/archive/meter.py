"""How much comes out of an archive: what it declares is not believed, the bytes are counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from monai_runner.archive import failures

#: Deflate makes 258 bytes of two bits at most, so no honest zip, tar.gz or gz grows more
#: (RFC 1951, 3.2.5). bzip2, LZMA, Deflate64 and entries that overlap grow a million times.
_RATIO = 1032
#: Below this growth is no matter.
_HARMLESS = 64 * 1024 * 1024


def most_bytes(upload: int, limit: int) -> int:
    """What may come out of an upload of so many bytes where ``limit`` bytes are allowed."""
    return min(limit, max(_HARMLESS, upload * _RATIO))


class Meter:
    """Counts bytes. ``upload`` is the size of what they come out of, ``limit`` what a study may
    take, ``extra`` what the archive's own headers may add."""

    def __init__(self, upload: int, limit: int, extra: int = 0):
        self._grown = max(_HARMLESS, upload * _RATIO)
        self._limit = limit
        self._extra = extra
        self._taken = 0

    def expect(self, more: int) -> None:
        """Raises JobFailure (TOO_LARGE, ARCHIVE_BOMB) if so many more are too many."""
        total = self._taken + more
        if total > self._limit + self._extra:
            raise failures.too_large(self._limit)
        if total > self._grown + self._extra:
            raise failures.bomb(f"more than {_RATIO} times its size came out of it")

    def through(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The same chunks, counted."""
        for chunk in chunks:
            self.expect(len(chunk))
            self._taken += len(chunk)
            yield chunk
