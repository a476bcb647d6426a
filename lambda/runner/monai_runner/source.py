"""A file of any size read in little memory."""

from __future__ import annotations

from typing import BinaryIO

#: Bytes that are read at once.
WINDOW = 64 * 1024


class Source:
    """A file read at offsets through a window, so that a file of any size takes little memory."""

    def __init__(self, stream: BinaryIO, size: int):
        self._stream = stream
        self.size = size
        self._at = 0
        self._bytes = b""

    def read(self, offset: int, length: int) -> bytes:
        """The bytes there; fewer only at the file's end."""
        start = offset - self._at
        if start < 0 or start + length > len(self._bytes):
            self._stream.seek(offset)
            self._bytes = self._stream.read(max(length, WINDOW))
            self._at, start = offset, 0
        return self._bytes[start : start + length]
