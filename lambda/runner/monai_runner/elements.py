"""The data elements of a DICOM data set, one after the other: where each stands, and nothing more.

A walk over tags and lengths (PS3.5 section 7) rather than a reader of values. Pydicom returns a
file that ends early as if it were whole, reads values of any size, and descends into sequences by
recursion; here a length is checked against the end of what holds it, values are passed over, and
the depth is a number. The leniencies are pydicom's: unknown or missing VRs, items in implicit VR
inside an explicit data set, lengths inside a sequence that do not add up.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from monai_runner.source import WINDOW, Source

UNDEFINED = 0xFFFFFFFF
ITEM, ITEM_END, SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
#: Levels of sequences. Real objects have fewer than ten.
MAX_DEPTH = 64
#: Elements of one file. The largest multi-frame objects have some 100 for each of their frames.
MAX_ELEMENTS = 5_000_000
#: VRs with two reserved bytes and a length of 32 bits: PS3.5 table 7.1-1.
_LONG = frozenset(
    (b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV")
)
_LITTLE, _BIG = struct.Struct("<HHL"), struct.Struct(">HHL")


class Cut(Exception):
    """The file ends before what it announces, or makes no sense before its end."""


class Excessive(Exception):
    """More levels or elements than any real object has."""


class Syntax(NamedTuple):
    """How elements are written: PS3.5 annex A."""

    implicit: bool
    little: bool = True

    @property
    def byte_order(self) -> Literal["little", "big"]:
        """The order by its name."""
        return "little" if self.little else "big"


class Element(NamedTuple):
    """One element. ``path`` holds the tags of the sequences around it, the outermost first;
    ``start`` is the offset of its value; ``length`` may be UNDEFINED."""

    tag: int
    vr: bytes
    length: int
    start: int
    path: tuple[int, ...]
    #: Counts the items of the file; tells the data sets that elements belong to apart.
    item: int


@dataclass
class _Frame:
    """A data set (``sequence`` false) or the items of a sequence, up to ``end``."""

    sequence: bool
    end: int
    #: Whether ``end`` is this frame's own, or that of what holds it.
    defined: bool
    syntax: Syntax
    path: tuple[int, ...]
    item: int = 0


class Walk:
    """Walks over one data set. ``position`` is where it stands, ``tag`` the last one read
    and ``at`` its place, ``padded`` whether it ended in zeros."""

    def __init__(self, source: Source, start: int, syntax: Syntax):
        self._source = source
        self.position = start
        self.tag = self.at = 0
        self.padded = False
        self._stack = [_Frame(False, source.size, True, syntax, ())]
        self._items = self._elements = 0

    def __iter__(self) -> Iterator[Element]:
        """All elements that are no sequences, at any depth. Raises Cut and Excessive."""
        while self._stack:
            frame = self._stack[-1]
            if self.position >= frame.end:
                self._end(frame)
                continue
            self._elements += 1
            if self._elements > MAX_ELEMENTS:
                raise Excessive
            if frame.sequence:
                self._next_item(frame)
                continue
            element = self._next_element(frame)
            if element is None:
                continue
            yield element
            if element.length == UNDEFINED and self.position == element.start:
                for _ in self.fragments():
                    pass

    def fragments(self) -> Iterator[int]:
        """The lengths of the fragments that an element of undefined length that is no sequence has,
        up to the delimiter (PS3.5 section A.4). For the element that was just yielded; raises Cut
        where one is missing."""
        little = self._stack[-1].syntax.little
        while True:
            tag, length = self._tag_and_length(little)
            self.position += 8
            if tag == SEQUENCE_END:
                return
            if tag != ITEM or self.position + length > self._source.size:
                raise Cut
            self.position += length
            yield length

    def _end(self, frame: _Frame) -> None:
        if not frame.defined:
            self._lost()
            return
        self._stack.pop()
        self.position = frame.end

    def _tag_and_length(self, little: bool) -> tuple[int, int]:
        head = self._source.read(self.position, 8)
        if len(head) < 8:
            raise Cut
        group, number, length = (_LITTLE if little else _BIG).unpack(head)
        return group << 16 | number, length

    def _next_item(self, frame: _Frame) -> None:
        tag, length = self._tag_and_length(frame.syntax.little)
        if tag == SEQUENCE_END:
            self.position += 8
            self._stack.pop()
        elif tag == ITEM:
            self.position += 8
            self._items += 1
            self._push(False, length, self._syntax_of_item(frame.syntax), frame.path)
        else:
            self._lost()

    def _next_element(self, frame: _Frame) -> Element | None:
        self.tag, self.at = 0, self.position
        tag, length = self._tag_and_length(frame.syntax.little)
        self.tag = tag
        if tag == length == 0 and len(self._stack) == 1:
            self._pass_padding()
            return None
        if tag in (ITEM_END, SEQUENCE_END) and len(self._stack) > 1:
            # Some writers end a sequence without ending its last item.
            self._stack.pop()
            if tag == ITEM_END:
                self.position += 8
            return None
        start, vr = self.position + 8, b""
        if not frame.syntax.implicit:
            head = self._source.read(self.position, 12)
            if _is_vr(head[4:6]):
                vr = head[4:6]
                length = int.from_bytes(head[6:8], frame.syntax.byte_order)
            if vr in _LONG:
                if len(head) < 12:
                    raise Cut
                length = int.from_bytes(head[8:], frame.syntax.byte_order)
                start += 4
        element = Element(tag, vr, length, start, frame.path, frame.item)
        return self._enter(frame, element)

    def _enter(self, frame: _Frame, element: Element) -> Element | None:
        self.position = element.start
        undefined = element.length == UNDEFINED
        if not undefined and element.start + element.length > frame.end:
            self._lost()
            return None
        if self._is_sequence(frame, element):
            # PS3.5 section 6.2.2: what is in an UN of a sequence is in implicit VR little endian.
            syntax = Syntax(True) if element.vr == b"UN" else frame.syntax
            self._push(True, element.length, syntax, (*frame.path, element.tag))
            return None
        if not undefined:
            self.position += element.length
        return element

    def _pass_padding(self) -> None:
        """A data set may be followed by zeros, as from media with blocks of a fixed size."""
        while chunk := self._source.read(self.position, WINDOW):
            if chunk.count(0) != len(chunk):
                raise Cut
            self.padded = True
            self.position += len(chunk)

    def _is_sequence(self, frame: _Frame, element: Element) -> bool:
        if element.vr == b"SQ":
            return True
        if element.vr not in (b"", b"UN") or element.tag >> 16 == 0x7FE0:
            return False
        # Without a VR only the first item tells a sequence.
        little = element.vr == b"UN" or frame.syntax.little
        first = b"\xfe\xff\x00\xe0" if little else b"\xff\xfe\xe0\x00"
        return element.length >= 8 and self._source.read(element.start, 4) == first

    def _syntax_of_item(self, syntax: Syntax) -> Syntax:
        """Some writers put items in implicit VR into an explicit data set."""
        head = self._source.read(self.position, 6)
        if syntax.implicit or head[:2] in (b"\xfe\xff", b"\xff\xfe") or _is_vr(head[4:6]):
            return syntax
        return Syntax(True, syntax.little)

    def _push(self, sequence: bool, length: int, syntax: Syntax, path: tuple[int, ...]) -> None:
        around = self._stack[-1]
        if len(path) > MAX_DEPTH:
            raise Excessive
        defined = length != UNDEFINED
        end = self.position + length if defined else around.end
        if end > around.end:
            self._lost()
            return
        self._stack.append(_Frame(sequence, end, defined, syntax, path, self._items))

    def _lost(self) -> None:
        """Goes on behind the innermost thing whose end is known; if that is the file, there is
        nothing to go on with."""
        while len(self._stack) > 1:
            frame = self._stack.pop()
            if frame.defined:
                self.position = frame.end
                return
        raise Cut


def _is_vr(text: bytes) -> bool:
    return len(text) == 2 and 0x41 <= text[0] <= 0x5A and 0x41 <= text[1] <= 0x5A
