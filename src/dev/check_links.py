"""check_links.py [FILE.md...]: whether the links of the documentation lead somewhere.

Relative links must name a file of the repository, and their anchors a heading of it; external ones are looked at, not
followed. Without arguments, all Markdown files that are the repository's.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[2]

_FENCE = re.compile(r"^( *)(```|~~~).*?^\1\2[ \t]*$", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_INLINE = re.compile(r"\]\(\s*<?([^)\s>]*)>?(?:\s+\"[^\"]*\")?\s*\)")
_REFERENCE = re.compile(r"^ {0,3}\[[^\]]+\]:\s*<?(\S+?)>?\s*$", re.MULTILINE)
_HTML = re.compile(r"<(?:a|img)\b[^>]*?\s(?:href|src)=\"([^\"]*)\"")
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
_ANCHOR = re.compile(r"<a\b[^>]*?\s(?:id|name)=\"([^\"]+)\"")


def _blank(match: re.Match[str]) -> str:
    """As many lines, with nothing in them."""
    return "\n" * match.group().count("\n")


def prose(text: str) -> str:
    """Without code and comments."""
    for pattern in (_FENCE, _COMMENT, _CODE):
        text = pattern.sub(_blank, text)
    return text


def links(text: str) -> Iterator[tuple[int, str]]:
    """Each target with the number of its line."""
    plain = prose(text)
    for pattern in (_INLINE, _REFERENCE, _HTML):
        for match in pattern.finditer(plain):
            yield plain.count("\n", 0, match.start()) + 1, match.group(1)


@cache
def anchors(file: Path) -> frozenset[str]:
    """Those that GitHub gives to headings, and those that are written."""
    text = _COMMENT.sub(_blank, _FENCE.sub(_blank, file.read_text(encoding="utf-8")))
    found: set[str] = set(_ANCHOR.findall(text))
    seen: dict[str, int] = {}
    for heading in _HEADING.findall(text):
        label = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", label.strip().lower()).replace(" ", "-")
        number = seen.get(slug, 0)
        seen[slug] = number + 1
        found.add(f"{slug}-{number}" if number else slug)
    return frozenset(found)


def problem(file: Path, target: str, root: Path) -> str | None:
    """Why a link leads nowhere, if so."""
    if not target:
        return "is empty"
    parts = urlsplit(target)
    if parts.scheme in ("http", "https"):
        return None if re.fullmatch(r"[a-z0-9.-]+(:\d+)?", parts.netloc, re.IGNORECASE) else "has no host"
    if parts.scheme:
        return None if parts.scheme == "mailto" and "@" in parts.path else f"has the scheme {parts.scheme}"
    if parts.path.startswith("/"):
        return "is absolute: a relative one leads somewhere in every copy"
    goal = (file.parent / unquote(parts.path)).resolve() if parts.path else file.resolve()
    if not goal.is_relative_to(root.resolve()):
        return "leads out of the repository"
    if not goal.exists():
        return "names no file"
    if parts.fragment and goal.suffix == ".md" and unquote(parts.fragment) not in anchors(goal):
        return f"names no heading of {goal.relative_to(root.resolve())}"
    return None


def check(files: list[Path], root: Path) -> list[str]:
    found = []
    for file in files:
        for line, target in links(file.read_text(encoding="utf-8")):
            why = problem(file, target, root)
            if why:
                found.append(f"{file.relative_to(root)}:{line}: link '{target}' {why}")
    return found


def documents() -> list[Path]:
    """Those that git has, or would have."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603
    return [ROOT / name for name in sorted(set(listed.stdout.splitlines())) if (ROOT / name).is_file()]


def main(arguments: list[str]) -> int:
    files = [Path(name).resolve() for name in arguments] or documents()
    found = check(files, ROOT)
    for line in found:
        print(line)
    print(f"{len(found)} links lead nowhere" if found else f"all links of {len(files)} files lead somewhere")
    return 1 if found or not files else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
