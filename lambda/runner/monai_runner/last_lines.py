"""The last lines of an application, fit to be shown in a message.

What strangers' programs print is made harmless: a terminal, a build's log or a page that shows the
message must not be steered by it.
"""

from __future__ import annotations

import re
import unicodedata

#: Characters of the message's part. Enough for Python's last frames and error.
LONGEST = 600
_SEPARATOR = " | "
#: ECMA-48: control sequences, and control strings up to their end, be it there or not.
_SEQUENCES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?"
)
_GONE = ("Cf", "Cs", "Co", "Cn")
#: What is looked at: long enough for LONGEST characters after much of it was taken out.
_LOOKED_AT = 64 * 1024


def of(log: str) -> str:
    """The last non-empty lines of a log, oldest first, with ``|`` between them; at most 600
    characters of printable text. Empty for a log without any."""
    lines: list[str] = []
    room = LONGEST
    for line in reversed(_SEQUENCES.sub("", log[-_LOOKED_AT:]).split("\n")):
        text = _printable(line)
        if not text:
            continue
        separator = len(_SEPARATOR) if lines else 0
        if len(text) + separator > room:
            left = room - separator - 1
            if not lines or left > LONGEST // 4:
                # The end of a line tells more than its beginning.
                lines.append("\u2026" + text[-left:])
            break
        lines.append(text)
        room -= len(text) + separator
    return _SEPARATOR.join(reversed(lines))


def _printable(line: str) -> str:
    # A progress bar writes over itself: only what it showed last counts.
    shown = next((part for part in reversed(line.split("\r")) if part.strip()), "")
    # Cf are controls, of text direction too, and are inside words; the other C's no characters.
    kinds = ((character, unicodedata.category(character)) for character in shown)
    kept = (" " if kind == "Cc" else character for character, kind in kinds if kind not in _GONE)
    return " ".join("".join(kept).split())
