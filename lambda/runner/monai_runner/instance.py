"""One file: is it DICOM, which instance is it, of whom, and is it whole?"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field
from pathlib import Path

from monai_runner import pixels
from monai_runner.elements import UNDEFINED, Cut, Element, Excessive, Syntax, Walk
from monai_runner.patients import ATTRIBUTES, HISTORY, Claim
from monai_runner.source import Source

_MEDIA_CLASS, _TRANSFER_SYNTAX = 0x00020002, 0x00020010
_CHARACTER_SET = 0x00080005
_CLASS, _INSTANCE, _STUDY, _SERIES = 0x00080016, 0x00080018, 0x0020000D, 0x0020000E
_IDENTITY_REMOVED = 0x00120062
#: What a MAP needs to find a file's place, by tag; PS3.3 makes them type 1 wherever they occur.
UIDS = {
    _CLASS: "SOPClassUID (0008,0016)",
    _INSTANCE: "SOPInstanceUID (0008,0018)",
    _STUDY: "StudyInstanceUID (0020,000D)",
    _SERIES: "SeriesInstanceUID (0020,000E)",
}
DICOMDIR = "1.2.840.10008.1.3.10"
#: Objects of no study and no patient: hanging protocols, palettes, implants, protocols.
_NO_STUDY = re.compile(r"1\.2\.840\.10008\.5\.1\.4\.((38|39|43|44|45)\.1|1\.1\.200\.\d+)")
#: The data set itself is deflated: PS3.5 A.5, and the two JPIP syntaxes of that kind.
DEFLATED = ("1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.4.95", "1.2.840.10008.1.2.4.205")
_IMPLICIT, _BIG_ENDIAN = "1.2.840.10008.1.2", "1.2.840.10008.1.2.2"
_META_ELEMENTS = 1000
#: Longest value that is looked at. PS3.5 table 6.2-1 allows 64 characters for most.
_LONGEST = 16 * 1024
#: SOPClassUID with one of the standard's classes, as it stands in any syntax.
_SIGN = re.compile(rb"(\x08\x00\x16\x00|\x00\x08\x00\x16)(UI..|....)1\.2\.840\.10008\.", re.DOTALL)
_SIGN_SEARCH = 1024


class Problem(Exception):
    """A file that is DICOM and cannot be taken; ``code`` is the reason's."""

    def __init__(self, code: str, detail: str = ""):
        super().__init__(code)
        self.code = code
        #: What is wrong, in words without anything of the file; the same for all of its kind.
        self.detail = detail


@dataclass
class Instance:
    """What the checks need of one file. UIDs are sets since a broken file may repeat one."""

    file: Path
    size: int
    #: Where the data set begins, behind preamble and meta header.
    start: int = 0
    transfer_syntax: str = ""
    uids: dict[int, set[str]] = field(default_factory=dict)
    identity_removed: set[str] = field(default_factory=set)
    claims: list[Claim] = field(default_factory=list)

    def uid(self, tag: int) -> str:
        """The value of one of UIDS, or an empty text."""
        return next(iter(self.uids.get(tag, ())), "")

    @property
    def instance(self) -> str:
        """SOPInstanceUID."""
        return self.uid(_INSTANCE)

    @property
    def studies(self) -> set[str]:
        """Values of StudyInstanceUID; more than one in a broken file only."""
        return self.uids.get(_STUDY, set())


def read(file: Path) -> Instance | str:
    """The instance, or the code under which a file that is no instance of a study is left out.

    Raises Problem for what is DICOM and cut, damaged, without a UID or in a syntax that is not
    read.
    """
    size = file.stat().st_size
    with file.open("rb") as stream:
        source = Source(stream, size)
        try:
            return _read(source, Instance(file, size))
        except Cut:
            raise Problem("DICOM_BROKEN", "end early or are damaged") from None
        except Excessive:
            raise Problem(
                "DICOM_LIMITS", "have more levels, elements or longer identifiers than any reads"
            ) from None


def _read(source: Source, found: Instance) -> Instance | str:
    marked = source.read(128, 4) == b"DICM"
    start = 132 if marked else 0
    meta = source.read(start, 2) == b"\x02\x00"
    if not marked and not _may_begin(source.read(0, 8)):
        return _not_dicom(source)
    media_class = ""
    if meta:
        media_class, found.transfer_syntax, start = _read_meta(source, start)
    found.start = start
    if media_class == DICOMDIR:
        return "DICOMDIR"
    if found.transfer_syntax in DEFLATED:
        raise Problem("UNSUPPORTED_SYNTAX", "have the deflated transfer syntax")
    try:
        image = _read_data_set(source, found)
    except (Cut, Excessive):
        if marked or meta:
            raise
        return _not_dicom(source)
    if not marked and not meta and not found.uids:
        return _not_dicom(source)
    return _judge(found, image)


def _not_dicom(source: Source) -> str:
    """For bytes that are neither a DICOM file nor a whole data set without preamble and meta
    header. Raises Cut if something near their beginning shows that they were meant to be, as when
    the first bytes are lost or there are others before them."""
    if _SIGN.search(source.read(0, _SIGN_SEARCH)):
        raise Cut
    return "NOT_DICOM"


def _judge(found: Instance, image: pixels.Image) -> Instance | str:
    if found.uid(_CLASS) == DICOMDIR:
        return "DICOMDIR"
    if not found.uid(_STUDY) and _NO_STUDY.fullmatch(found.uid(_CLASS)):
        return "DICOM_NO_STUDY"
    missing = [name for tag, name in UIDS.items() if not found.uids.get(tag)]
    if missing:
        raise Problem("DICOM_UID_MISSING", f"lack {', '.join(missing)}")
    if len(found.uids[_INSTANCE]) > 1:
        raise Problem("DICOM_BROKEN", "have several values of SOPInstanceUID (0008,0018)")
    why = pixels.missing(image, found.uid(_CLASS), found.transfer_syntax)
    if why:
        raise Problem("DICOM_BROKEN", why)
    return found


def _may_begin(head: bytes) -> bool:
    """Whether a file without preamble may begin a meta header or a data set: with an element of
    group 0002 or 0008, in either byte order."""
    if len(head) < 8 or head[:2] not in (b"\x02\x00", b"\x08\x00", b"\x00\x08"):
        return False
    order = ">" if head[0] == 0 else "<"
    (number,) = struct.unpack(order + "H", head[2:4])
    # What group 0008 has in front of the class and the class itself.
    return head[4:6].isalpha() or number <= 0x0018 or number == 0x0102


def _read_meta(source: Source, start: int) -> tuple[str, str, int]:
    """Class and transfer syntax of the meta header, which is explicit little endian (PS3.10
    section 7.1), and where it ends: its own length is not believed."""
    values = {_MEDIA_CLASS: "", _TRANSFER_SYNTAX: ""}
    walk = Walk(source, start, Syntax(implicit=False))
    for count, element in enumerate(walk):
        if count > _META_ELEMENTS:
            raise Excessive
        if element.tag in values and not element.path:
            values[element.tag] = _text(source, element)
        if source.read(walk.position, 2) != b"\x02\x00":
            break
    return values[_MEDIA_CLASS], values[_TRANSFER_SYNTAX], walk.position


def _syntax(source: Source, start: int, name: str) -> Syntax:
    """How the data set is written. The first element's VR overrules what the meta header says,
    as it does in pydicom."""
    head = source.read(start, 6)
    explicit = head[4:6].isalpha() and head[4:6].isupper()
    little = name != _BIG_ENDIAN
    if not name and head[:2] == b"\x00\x08":
        little = False
    return Syntax(not explicit, little)


def _read_data_set(source: Source, found: Instance) -> pixels.Image:
    if found.start >= source.size:
        raise Cut
    syntax = _syntax(source, found.start, found.transfer_syntax)
    walk = Walk(source, found.start, syntax)
    image = pixels.Image(big=not syntax.little)
    charsets: dict[int, bytes] = {}
    try:
        for element in walk:
            _take(source, walk, element, found, image, charsets)
    except Cut:
        # Bytes of no meaning may follow a whole image, but neither the beginning of another
        # element nor another file.
        more = walk.tag > max(pixels.PIXELS) or b"DICM" in source.read(walk.at, _SIGN_SEARCH)
        if more or not image.whole:
            raise
    if walk.padded and len(found.uids) < len(UIDS):
        # A copy that was never finished: its space was reserved and not filled.
        raise Cut
    return image


def _take(
    source: Source,
    walk: Walk,
    element: Element,
    found: Instance,
    image: pixels.Image,
    charsets: dict[int, bytes],
) -> None:
    tag, path = element.tag, element.path
    if tag == _CHARACTER_SET:
        charsets[element.item] = _value(source, element)
    if tag in ATTRIBUTES and not HISTORY.intersection(path) and element.length:
        # An item without a character set of its own has that of the data set: PS3.3 C.12.1.1.2.
        charset = charsets.get(element.item, charsets.get(0, b""))
        found.claims.append(Claim(tag, _value(source, element), charset))
    if path:
        return
    if tag in UIDS:
        text = _text(source, element)
        if text:
            found.uids.setdefault(tag, set()).add(text)
    elif tag == _IDENTITY_REMOVED:
        found.identity_removed.add(_text(source, element).upper())
    elif tag in pixels.DESCRIPTION:
        image.values[tag] = _value(source, element)
    elif tag in pixels.PIXELS:
        image.length = element.length
        if element.length == UNDEFINED:
            image.fragments = _count_fragments(walk)
        image.whole, image.end = True, walk.position


def _count_fragments(walk: Walk) -> int:
    """How many fragments with content there are, behind the table of offsets."""
    return sum(1 for number, length in enumerate(walk.fragments()) if number and length)


def _value(source: Source, element: Element) -> bytes:
    if element.length > _LONGEST:
        raise Excessive
    return source.read(element.start, element.length)


def _text(source: Source, element: Element) -> str:
    return _value(source, element).decode("ascii", "replace").strip(" \0")
