"""Archives made byte by byte for the tests: what no packer writes, and what only some do."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import inflate64


@dataclass
class Member:
    """One entry of a zip; what is None or empty is as it should be."""

    name: str | bytes
    content: bytes = b""
    method: int = 8
    packed: bytes | None = None
    flags: int = 0
    extra: bytes = b""
    central: dict[str, int] | None = None
    mode: int = 0
    #: Points at the local header of this other entry instead of one of its own.
    same_as: int | None = None


def deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def deflated64(content: bytes) -> bytes:
    packer = inflate64.Deflater()
    return bytes(packer.deflate(content) + packer.flush())


def lzma_packed(content: bytes, dictionary: int = 1 << 20, mark: bool = True) -> bytes:
    """LZMA as in zip; ``dictionary`` is what the properties claim."""
    body = lzma.compress(content, lzma.FORMAT_ALONE)
    properties = body[:1] + struct.pack("<I", dictionary)
    # FORMAT_ALONE: properties, dictionary, size; with an end mark as the size is unknown.
    return b"\x09\x14\x05\x00" + properties + body[13 : None if mark else -6]


PACKERS: dict[int, Callable[[bytes], bytes]] = {
    0: lambda content: content,
    8: deflated,
    9: deflated64,
    12: bz2.compress,
    14: lzma_packed,
}


def zip_bytes(
    members: Sequence[Member],
    comment: bytes = b"",
    end: dict[str, int] | None = None,
    zip64: dict[str, int] | None = None,
    prefix: bytes = b"",
    suffix: bytes = b"",
) -> bytes:
    """A zip. ``end`` changes fields of the end record; with ``zip64`` there is a ZIP64 end, changed
    by it, and the end record says so unless ``end`` says otherwise."""
    body, central = bytearray(prefix), bytearray()
    offsets: list[int] = []
    for member in members:
        name = member.name if isinstance(member.name, bytes) else member.name.encode()
        packed = member.packed
        if packed is None:
            packed = PACKERS[member.method](member.content)
        flags = member.flags | (0 if isinstance(member.name, bytes) else 0x800)
        crc = zlib.crc32(member.content)
        fields = {
            "crc": crc, "packed": len(packed), "size": len(member.content), "method": member.method,
        }  # fmt: skip
        if member.same_as is None:
            offsets.append(len(body) - len(prefix))
            body += struct.pack(
                "<4sHHHHHIIIHH", b"PK\x03\x04", 20, flags, member.method, 0, 0x21, crc,
                len(packed), len(member.content), len(name), len(member.extra),
            ) + name + member.extra + packed  # fmt: skip
        else:
            offsets.append(offsets[member.same_as])
        fields |= {"offset": offsets[-1], "flags": flags} | (member.central or {})
        central += struct.pack(
            "<4sBBHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 3, 20, fields["flags"], fields["method"], 0,
            0x21, fields["crc"], fields["packed"], fields["size"], len(name), len(member.extra), 0,
            0, 0, member.mode << 16, fields["offset"],
        ) + name + member.extra  # fmt: skip
    start = len(body) - len(prefix)
    body += central
    said = {"entries": len(members), "length": len(central), "offset": start, "disk": 0}
    if zip64 is not None:
        wide = said | {"where": len(body) - len(prefix), "rest": 44} | zip64
        body += struct.pack(
            "<4sQHHIIQQQQ", b"PK\x06\x06", wide["rest"], 45, 45, 0, 0, wide["entries"],
            wide["entries"], wide["length"], wide["offset"],
        ) + struct.pack("<4sIQI", b"PK\x06\x07", 0, wide["where"], 1)  # fmt: skip
        said |= {"entries": 0xFFFF, "length": 0xFFFFFFFF, "offset": 0xFFFFFFFF}
    said |= end or {}
    body += struct.pack(
        "<4sHHHHIIH", b"PK\x05\x06", said["disk"], said["disk"], said["entries"], said["entries"],
        said["length"], said["offset"], len(comment),
    ) + comment  # fmt: skip
    return bytes(body) + suffix


#: A file by name and content, or a header without content.
TarEntry = tuple[str, bytes] | tarfile.TarInfo


def tar_bytes(entries: Sequence[TarEntry], kind: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar of files, or of headers without content."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=kind) as archive:
        for entry in entries:
            if isinstance(entry, tarfile.TarInfo):
                archive.addfile(entry)
            else:
                info = tarfile.TarInfo(entry[0])
                info.size = len(entry[1])
                archive.addfile(info, io.BytesIO(entry[1]))
    return target.getvalue()


def tar_entry(name: str, kind: bytes, **fields: Any) -> tarfile.TarInfo:
    """A header of a link, device or whatever."""
    info = tarfile.TarInfo(name)
    info.type = kind
    for field, value in fields.items():
        setattr(info, field, value)
    return info


def old_tar(body: bytes) -> bytes:
    """A tar of one file as Unix V7 wrote it, without any signature."""
    header = bytearray(tar_bytes([("IM1", body)], tarfile.USTAR_FORMAT)[:512])
    header[257:512] = bytes(255)
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header) + body + bytes(-len(body) % 512) + bytes(1024)


def hungry_xz() -> bytes:
    """An xz file whose header asks for a dictionary of 4 GiB."""
    body = bytearray(lzma.compress(b"x" * 100_000))
    length = (body[12] + 1) * 4
    assert body[14:16] == b"\x21\x01"
    body[16] = 40
    body[12 + length - 4 : 12 + length] = struct.pack("<I", zlib.crc32(body[12 : 12 + length - 4]))
    return bytes(body)


def zeros(size: int, packer: Any) -> bytes:
    """Zeros compressed with bz2, lzma or gzip, a piece at a time."""
    if packer is bz2:
        stream: Any = bz2.BZ2Compressor()
    elif packer is lzma:
        stream = lzma.LZMACompressor()
    else:
        stream = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = bytes(1 << 20)
    return b"".join([*(stream.compress(piece) for _ in range(size >> 20)), stream.flush()])


def gz(body: bytes) -> bytes:
    """A gzip file."""
    return gzip.compress(body, mtime=0)


def tar_with_size(size: bytes) -> bytes:
    """A tar of one file whose header has these 12 bytes as its size."""
    body = bytearray(tar_bytes([("a", b"x")], tarfile.GNU_FORMAT))
    body[124:136] = size
    body[148:156] = b" " * 8
    body[148:156] = b"%06o\0 " % sum(body[:512])
    return bytes(body)


def pax_chain(length: int) -> bytes:
    """Extended headers of extended headers, each of which tarfile reads by calling itself."""
    info = tarfile.TarInfo("x")
    info.type = tarfile.XHDTYPE
    record = b"11 a=bcdef\n"
    info.size = len(record)
    one = info.tobuf(tarfile.USTAR_FORMAT) + record.ljust(512, b"\0")
    return one * length + tar_bytes([("a", b"x")])
