"""Names in archives. They are looked at and never used: files are laid down under numbers.

So nothing that Windows or Linux would refuse is a reason to refuse an upload: colons, trailing dots
and spaces, reserved or very long names, names that differ in case only or stand there twice.
"""

from __future__ import annotations

import re

_ABSOLUTE = re.compile(r"[/\\]|[A-Za-z]:[/\\]")
#: Zip says ``/`` (APPNOTE.TXT 4.4.17.1), Compress-Archive of Windows PowerShell 5 writes ``\``.
_SEPARATOR = re.compile(r"[/\\]")
#: What operating systems and storage add to folders by themselves.
_LITTER = re.compile(
    r"(^|[/\\])(__MACOSX|@eaDir|\.Spotlight-V100|\.fseventsd)[/\\]"
    r"|(^|[/\\])(\._[^/\\]*|\.DS_Store|(eh)?Thumbs\.db|desktop\.ini)$",
    re.IGNORECASE,
)
_READ = re.compile(r"\.(zip|tar|tgz|tbz2?|txz|tar\.(gz|bz2|xz))$", re.IGNORECASE)
#: Also those that are not read, and parts of split ones, which have no signature.
_ARCHIVE = re.compile(
    r"\.(zip|7z|rar|tar|tgz|tbz2?|txz|gz|bz2|xz|zst|lz4|cab|iso|dmg|[zr]\d\d|(zip|7z)\.\d{3})$",
    re.IGNORECASE,
)


#: How files that are DICOM are called.
DICOM_ENDINGS = (".dcm", ".dicom", ".dic", ".ima")


def leaves(name: str, folder: bool = False) -> bool:
    r"""Whether a name leads out of the folder the archive is unpacked in: absolute names (``/x``,
    ``\x``, ``\\host\x``, ``C:\x``, ``C:/x``) and those that climb above it with ``..``. A file's
    name that comes back to the folder itself (``a/..``) names no file and leaves as well;
    ``a/../b`` stays."""
    if _ABSOLUTE.match(name):
        return True
    depth = 0
    for part in _SEPARATOR.split(name):
        if part == "..":
            depth -= 1
        elif part not in ("", "."):
            depth += 1
        if depth < 0:
            return True
    return depth == 0 and not folder


def ends_as_folder(name: str) -> bool:
    """Whether the last character is a separator."""
    return name.endswith(("/", "\\"))


def is_litter(name: str) -> bool:
    """Whether an operating system put it there."""
    return _LITTER.search(name) is not None


def is_archive(name: str) -> bool:
    """Whether a file in an archive is named as an archive or as a part of one."""
    return _ARCHIVE.search(name) is not None


def promises_archive(name: str) -> bool:
    """Whether an upload of this name must be an archive that is read."""
    return _READ.search(name) is not None


def ending(name: str) -> str:
    """What a file's name ends with, in lower case and with its point; empty where there is none
    that tells a kind. A number is none: ``IM.1`` and UIDs are how devices name images."""
    found = re.search(r"\.[A-Za-z][A-Za-z0-9]{0,7}$", name)
    return found[0].lower() if found else ""


def may_be_dicom(name: str) -> bool:
    """Whether a name says that a file is DICOM, or does not say what it is."""
    return ending(name) in ("", *DICOM_ENDINGS)
