"""When files are of one patient. The rule and its reasons are in lambda/README.md.

Each attribute is looked at by itself, over all files of the upload and over all of its values in
one file: an absent value says nothing, and two values that stay different once they are brought
into one form are two patients. So the order of the files does not matter, nor does a file without
an id join two others that have different ones.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_NAME, _ID, _ISSUER, _BIRTH, _SEX = 0x00100010, 0x00100020, 0x00100021, 0x00100030, 0x00100040
_ENTITY = 0x00400032
#: The attributes that tell patients apart, by tag.
ATTRIBUTES = {
    _ID: "PatientID (0010,0020)",
    _ISSUER: "IssuerOfPatientID (0010,0021)",
    _NAME: "PatientName (0010,0010)",
    _BIRTH: "PatientBirthDate (0010,0030)",
    _SEX: "PatientSex (0010,0040)",
}
#: Sequences whose items name what the patient is or was called elsewhere: Source Patient Group
#: Identification, Other Patient IDs, Modified Attributes, Original Attributes.
HISTORY = frozenset((0x00100026, 0x00101002, 0x04000550, 0x04000561))
_GROUPS = ("alphabetic", "ideographic", "phonetic")


class Claim(NamedTuple):
    """One value as it stands in a file, and that file's Specific Character Set."""

    tag: int
    value: bytes
    charset: bytes


class Patients:
    """Collects values and tells which attributes contradict themselves."""

    def __init__(self) -> None:
        self._seen: set[Claim] = set()
        self._values: dict[tuple[int, str], str] = {}
        #: Tags with two values that are not the same.
        self.contradicting: set[int] = set()

    def add(self, claims: Iterable[Claim]) -> None:
        """Takes the values of one file."""
        for claim in claims:
            # A study repeats the same few values in every file.
            if claim in self._seen or claim.tag in self.contradicting:
                continue
            self._seen.add(claim)
            for part, text in _forms(claim):
                if self._values.setdefault((claim.tag, part), text) != text:
                    self.contradicting.add(claim.tag)


def _forms(claim: Claim) -> Iterator[tuple[str, str]]:
    """The parts of a value that can be compared, in their common form. Nothing for an empty or a
    meaningless value."""
    text = decode(claim.value, claim.charset).replace("\0", " ")
    for one in text.split("\\"):
        if claim.tag == _NAME:
            yield from _name(one)
            continue
        form = {_BIRTH: _date, _SEX: _sex}.get(claim.tag, _plain)(one)
        if form:
            yield "", form


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _name(text: str) -> Iterator[tuple[str, str]]:
    """The components of a PN (PS3.5 section 6.2.1), each by itself."""
    for group, components in zip(_GROUPS, text.split("="), strict=False):
        for number, component in enumerate(components.split("^")[:5]):
            form = _folded(component)
            if form:
                yield f"{group} {number}", form


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def _date(text: str) -> str:
    """A DA, also in the older form with points. What is no date says nothing."""
    digits = text.strip().replace(".", "").replace("-", "")
    try:
        return datetime.datetime.strptime(digits, "%Y%m%d").date().isoformat()
    except ValueError:
        return ""


def _sex(text: str) -> str:
    """PS3.3 C.7.1.1 has M, F and O. What is none of them says nothing."""
    form = text.strip().upper()
    return form if form in ("M", "F", "O") else ""


def decode(value: bytes, charset: bytes) -> str:
    """A text of a file with that Specific Character Set. Bytes beyond ASCII without a character
    set are taken for UTF-8 or else Latin-1, since old devices write so."""
    if value.isascii() and b"\x1b" not in value:
        return value.decode("ascii")
    names = charset.decode("ascii", "replace").replace("\0", " ")
    terms = [term.strip() for term in names.split("\\")]
    if not any(terms) or terms == ["ISO_IR 6"]:
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return value.decode("latin-1")
    # Imported here since most uploads do not need it and it takes longer than all the rest.
    from pydicom.charset import convert_encodings, decode_bytes

    # Delimiters of a PN end a code extension: PS3.5 section 6.1.2.5.3.
    return decode_bytes(value, convert_encodings(terms), {0x5E, 0x3D, 0x5C})
