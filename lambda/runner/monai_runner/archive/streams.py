"""Decompression in steps: whatever the input, a step puts out a bounded number of bytes."""

from __future__ import annotations

import bz2
import lzma
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Protocol

import inflate64

#: Bytes read at a time, and put out at a time.
_INPUT = 64 * 1024
STEP = 1024 * 1024


class Decoder(Protocol):
    """What bz2 and lzma have. ``decompress`` is given nothing while ``needs_input`` is false."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Zlib:
    """zlib as a Decoder."""

    def __init__(self, window_bits: int):
        self._inner = zlib.decompressobj(window_bits)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        output = self._inner.decompress(self._inner.unconsumed_tail + data, max_length)
        # A full step may have more to come, also when all input is taken.
        self.needs_input = len(output) < max_length and not self._inner.unconsumed_tail
        return output


class _Deflate64:
    """inflate64 as a Decoder. It puts out all at once, so it is given little at once: 18 bits
    make 65,538 bytes at most, which is 15 MB for each piece."""

    _PIECE = 512

    def __init__(self) -> None:
        self._inner = inflate64.Inflater()
        self._data = b""
        self._at = 0
        self.unused_data = b""

    @property
    def eof(self) -> bool:
        return bool(self._inner.eof)

    @property
    def needs_input(self) -> bool:
        return self._at >= len(self._data)

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:  # noqa: ARG002 - see above
        if data:
            self._data, self._at = data, 0
        piece = self._data[self._at : self._at + self._PIECE]
        self._at += len(piece)
        return bytes(self._inner.inflate(piece))


def deflate() -> Decoder:
    """Deflate without any header, as in zip."""
    return _Zlib(-zlib.MAX_WBITS)


def deflate64() -> Decoder:
    """Deflate64 (zip's method 9): what Explorer writes for files above 2 GB."""
    return _Deflate64()


def zip_lzma(properties: bytes) -> Decoder:
    """LZMA with the properties of a zip entry (APPNOTE.TXT 5.8.8): lc, lp and pb in a byte, and
    the dictionary's size, which the bound of memory holds for."""
    packed, dictionary = struct.unpack("<BI", properties)
    if packed >= 9 * 5 * 5:
        raise lzma.LZMAError("properties")
    options = {
        "id": lzma.FILTER_LZMA1,
        "dict_size": max(dictionary, 4096),
        "lc": packed % 9,
        "lp": packed // 9 % 5,
        "pb": packed // 45,
    }
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[options])


#: gzip (RFC 1952), bzip2 and xz: files that are a sequence of compressed members.
MEMBERS: dict[str, Callable[[], Decoder]] = {
    "gzip": lambda: _Zlib(16 + zlib.MAX_WBITS),
    "bzip2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ),
}


def read_chunks(stream: IO[bytes], length: int) -> Iterator[bytes]:
    """The next ``length`` bytes. Raises EOFError when there are fewer."""
    while length:
        chunk = stream.read(min(_INPUT, length))
        if not chunk:
            raise EOFError
        length -= len(chunk)
        yield chunk


def inflate(decoder: Decoder, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """One compressed stream. Raises EOFError when it goes on where the chunks end, and what the
    decoder raises."""
    for chunk in chunks:
        data = chunk
        while True:
            output = decoder.decompress(data, STEP)
            data = b""
            if output:
                yield output
            if decoder.eof:
                return
            if decoder.needs_input:
                break
    raise EOFError


def inflate_members(make: Callable[[], Decoder], chunks: Iterable[bytes]) -> Iterator[bytes]:
    """A file of one or more compressed members, with padding of zeros after them. Check sums are
    compared. Raises EOFError when the last is cut, and what the decoder raises, also for other
    bytes after the end."""
    decoder: Decoder | None = None
    for chunk in chunks:
        data = chunk
        while True:
            if decoder is None:
                data = data.lstrip(b"\0")
                if not data:
                    break
                decoder = make()
            output = decoder.decompress(data, STEP)
            data = b""
            if output:
                yield output
            if decoder.eof:
                data, decoder = decoder.unused_data, None
            elif decoder.needs_input:
                break
    if decoder is not None:
        raise EOFError


class ChunkReader:
    """Chunks as something with a ``read``, which tarfile asks for."""

    def __init__(self, chunks: Iterator[bytes]):
        self._chunks = chunks
        self._rest = memoryview(b"")

    def read(self, size: int) -> bytes:
        """As many bytes, or fewer at the end."""
        parts: list[bytes] = []
        while size:
            if not self._rest:
                self._rest = memoryview(next(self._chunks, b""))
                if not self._rest:
                    break
            part = bytes(self._rest[:size])
            self._rest = self._rest[len(part) :]
            size -= len(part)
            parts.append(part)
        return b"".join(parts)


def peek(chunks: Iterator[bytes], length: int) -> tuple[bytes, Iterator[bytes]]:
    """The first ``length`` bytes, or all when there are fewer, and all chunks again."""
    first: list[bytes] = []
    have = 0
    while have < length:
        chunk = next(chunks, b"")
        if not chunk:
            break
        first.append(chunk)
        have += len(chunk)

    def again() -> Iterator[bytes]:
        yield from first
        yield from chunks

    return b"".join(first)[:length], again()


def drain(chunks: Iterable[bytes]) -> None:
    """Reads to the end."""
    for _ in chunks:
        pass
