"""Whether an image has all of its pixels, told from the header: nothing is decoded."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from monai_runner.elements import UNDEFINED

#: Pixel Data, Float Pixel Data, Double Float Pixel Data.
PIXELS = frozenset((0x7FE00010, 0x7FE00008, 0x7FE00009))
_SAMPLES, _PHOTOMETRIC, _FRAMES = 0x00280002, 0x00280004, 0x00280008
_ROWS, _COLUMNS, _BITS = 0x00280010, 0x00280011, 0x00280100
#: Attributes that tell how many bytes there must be.
DESCRIPTION = frozenset((_SAMPLES, _PHOTOMETRIC, _FRAMES, _ROWS, _COLUMNS, _BITS))
_NATIVE = ("", "1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2")
#: MPEG-2, MPEG-4, HEVC (4.100 to 4.108): a stream of frames in one fragment or a few.
_VIDEO = re.compile(r"1\.2\.840\.10008\.1\.2\.4\.10\d(\.1)?")
#: Storage of images that are nothing without pixels: CR, DX, MG, CT, US, MR, SC, XA, RF, RT image,
#: NM, visible light, ophthalmology, SEG, breast tomosynthesis, PET, each in all its forms.
_IMAGES = re.compile(
    r"1\.2\.840\.10008\.5\.1\.4\.1\.1\."
    r"(1(\.[1-3](\.1)?)?|2(\.[12])?|3(\.1)?|4(\.[134])?|6(\.[123])?|7(\.[1-4])?|12\.[12](\.1)?"
    r"|13\.1\.[1-5]|14\.[12]|20|30|66\.4|77\.1\.\d(\.\d)?|128(\.1)?|130|481\.1)"
)
#: MR spectroscopy has rows and columns, and no pixels.
_SPECTROSCOPY = "1.2.840.10008.5.1.4.1.1.4.2"


@dataclass
class Image:
    """What was found of an image. ``length`` is PixelData's, or None where there is none;
    ``fragments`` counts those with content; ``whole`` says that all of it is in the file."""

    big: bool
    values: dict[int, bytes] = field(default_factory=dict)
    length: int | None = None
    fragments: int = 0
    whole: bool = False
    end: int = 0

    def number(self, tag: int, otherwise: int) -> int:
        """A value of VR US, or IS for the number of frames."""
        value = self.values.get(tag, b"")
        if tag == _FRAMES:
            text = value.strip(b" \0")
            # An IS has at most 12 characters: PS3.5 table 6.2-1.
            return int(text) if text.isdigit() and len(text) <= 12 else otherwise
        return int.from_bytes(value[:2], "big" if self.big else "little") if value else otherwise


def missing(image: Image, sop_class: str, syntax: str) -> str:
    """What is missing of the pixels, or an empty text."""
    area = image.number(_ROWS, 0) * image.number(_COLUMNS, 0)
    if image.length is None:
        needed = _IMAGES.fullmatch(sop_class) or (area and sop_class != _SPECTROSCOPY)
        return "are images without PixelData (7FE0,0010)" if needed else ""
    frames = max(1, image.number(_FRAMES, 1))
    too_short = "have less PixelData (7FE0,0010) than rows, columns and frames ask for"
    if image.length == UNDEFINED:
        fewest = 1 if _VIDEO.fullmatch(syntax) else frames
        return too_short if image.fragments < fewest else ""
    if syntax not in _NATIVE:
        return ""
    return too_short if image.length < _bytes_of(image, area * frames) else ""


def _bytes_of(image: Image, pixels: int) -> int:
    samples = image.number(_SAMPLES, 1)
    photometric = image.values.get(_PHOTOMETRIC, b"").strip(b" \0")
    if photometric in (b"YBR_FULL_422", b"YBR_PARTIAL_422"):
        # PS3.3 C.7.6.3.1.2: two pixels share their chrominance.
        samples = min(samples, 2)
    return pixels * samples * image.number(_BITS, 0) // 8
