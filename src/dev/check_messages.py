"""check_messages.py [--list]: whether each error message of the plugin has its entry in docs/troubleshooting.md.

The messages are read from the Java sources: the first argument of each new OperationException, and what is handed to
the few methods that make one of a text; what is computed stands as '…'. An entry is a row of a table: one message or
several in backquotes in the first cell, what to do in the last. An entry that no message has is a mistake as well.
--list prints the messages.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = "src/main/java/io/jenkins/plugins/monai"
PAGE = "docs/troubleshooting.md"
DOTS = "…"


@dataclass(frozen=True)
class Maker:
    """A call that makes an error of a text: which argument it is, and what the error says around it."""

    call: str
    argument: int
    around: str = "{}"
    file: str = ""


MAKERS = (
    Maker(r"new OperationException", 0),
    Maker(r"\bsuper", 0, file="machine/ephemeral/MachineTakenBackException.java"),
    Maker(r"MachineFailure\.of", 0, "{} (exit code …)"),
    Maker(r"new HostKeyMismatchException", 0),
    Maker(r"new AuthenticationRefusedException", 0),
    Maker(r"RegistryException\.invalid", 0),
    Maker(r"RegistryException\.unavailable", 0),
    Maker(r"new RegistryException", 1),
    Maker(r"\brequire", 1, file="packager/InputChecks.java"),
    Maker(r"\brefuse", 0, "…: {}", file="requirements/RequirementsReader.java"),
    Maker(r"\brefuse", 0, "…: {}", file="requirements/LocalRequirements.java"),
    Maker(r"\brefuse", 1, "…: {}", file="packager/RequirementsCheck.java"),
    Maker(r"\bwrong", 1, "…: {}", file="packager/AppConfigReader.java"),
    Maker(r"\bunusable", 0, "… {}", file="packager/AppConfigReader.java"),
)
#: Where a text is handed on that another call of MAKERS made, or that was saved.
HANDED_ON = {
    "engine/buildmap/build/BuildMapContext.java",
    "engine/buildmap/build/WaitSshPhase.java",
    "engine/buildmap/repository/RegistryFailures.java",
    "engine/operation/OperationException.java",
    "engine/operation/OperationState.java",
    "engine/packager/AppConfigReader.java",
    "engine/packager/InputChecks.java",
    "engine/packager/RequirementsCheck.java",
    "engine/requirements/RequirementsReader.java",
    "engine/registry/RegistryException.java",
    "engine/ssh/HostKeyMismatchException.java",
    "engine/ssh/AuthenticationRefusedException.java",
    "engine/ssh/MachineFailure.java",
    "engine/ssh/SshjShell.java",
}
#: Reason codes of uploads, which the runner's tests compare with its sources.
CODE = re.compile(r"[A-Z][A-Z0-9_]+[A-Z0-9]")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|[(\[{]|[)\]}]|,|[^"\'()\[\]{},]+')


@dataclass(frozen=True)
class Message:
    place: str
    text: str

    def handed_on(self) -> bool:
        """Whether another call has the text."""
        made = {maker.around.format(DOTS) for maker in MAKERS if maker.around != "{}"}
        return self.place.partition(":")[0] in HANDED_ON and (self.text in made or not self.readable())

    def readable(self) -> bool:
        return bool(re.search(r"[A-Za-z]{2}", self.text))


def arguments(java: str, start: int) -> list[str]:
    """The arguments of the call whose parenthesis is open at start."""
    found, begin, depth, position = [], start, 0, start
    while True:
        token = _TOKEN.match(java, position)
        if not token:
            raise ValueError(f"not read: {java[position : position + 40]}")
        text = token.group()
        if text in "([{":
            depth += 1
        elif text in ")]}":
            if depth == 0:
                return [*found, java[begin:position]]
            depth -= 1
        elif text == "," and depth == 0:
            found.append(java[begin:position])
            begin = token.end()
        position = token.end()


def skeleton(expression: str) -> str:
    """The literals of a concatenation, with dots for all else."""
    formatted = re.match(r"\s*String\.format\(\s*Locale\.ROOT,", expression)
    if formatted:
        literal = arguments(expression, formatted.end())[0]
        return re.sub(r"%[\d.]*[a-z]", DOTS, skeleton(literal))
    parts, depth = [], 0
    for token in _TOKEN.finditer(expression):
        text = token.group()
        if text in "([{":
            depth += 1
            parts.append(DOTS)
        elif text in ")]}":
            depth -= 1
        elif depth == 0 and text.startswith('"'):
            parts.append(text[1:-1].replace('\\"', '"').replace("\\\\", "\\"))
        elif depth == 0 and text.replace("+", "").strip():
            parts.append(DOTS)
    return re.sub(rf"{DOTS}(\s*{DOTS})*", DOTS, "".join(parts))


def messages(root: Path) -> Iterator[Message]:
    folder = root / SOURCES
    for file in sorted(folder.rglob("*.java")):
        name = file.relative_to(folder).as_posix()
        java = re.sub(r"/\*.*?\*/", lambda m: "\n" * m.group().count("\n"), file.read_text("utf-8"), flags=re.DOTALL)
        java = re.sub(r"^(\s*)//.*$", r"\1", java, flags=re.MULTILINE)
        for maker in MAKERS:
            if not name.endswith(maker.file):
                continue
            for call in re.finditer(maker.call + r"\(", java):
                if re.search(r"(private|static|public)[^;{}\n]*$", java[: call.start()].rpartition("\n")[2]):
                    continue  # where the method is declared
                given = arguments(java, call.end())
                text = maker.around.format(skeleton(given[maker.argument]))
                yield Message(f"{name}:{java.count(chr(10), 0, call.start()) + 1}", text)


def entries(page: str) -> Iterator[tuple[int, str, str]]:
    """The line, the message and the remedy of each."""
    for number, line in enumerate(page.splitlines(), 1):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("| `") and len(cells) >= 2:
            for message in re.findall(r"`([^`]+)`", cells[0]):
                if not CODE.fullmatch(message):
                    yield number, message, cells[-1]


def check(root: Path) -> list[str]:
    page = list(entries((root / PAGE).read_text("utf-8")))
    known = {entry for _, entry, _ in page}
    found, texts = [], set()
    for message in messages(root):
        if message.handed_on():
            continue
        if not message.readable():
            found.append(f"{message.place}: the message cannot be read from the source; see MAKERS")
            continue
        texts.add(message.text)
        if message.text not in known:
            found.append(f"{message.place}: no entry in {PAGE}: {message.text}")
    for number, entry, remedy in page:
        if entry not in texts:
            found.append(f"{PAGE}:{number}: no error of the plugin reads: {entry}")
        if len(remedy.split()) < 2:
            found.append(f"{PAGE}:{number}: says not what to do: {entry}")
    return found


def main(options: list[str]) -> int:
    if options == ["--list"]:
        for message in messages(ROOT):
            print(f"{message.place}\t{message.text}")
        return 0
    found = check(ROOT)
    for line in found:
        print(line)
    print(f"{len(found)} faults" if found else f"each message has its entry in {PAGE}")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
