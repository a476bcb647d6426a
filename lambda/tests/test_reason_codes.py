"""Each code that a job may carry is told in the two pages that users look at."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = [*ROOT.glob("lambda/runner/**/*.py"), *ROOT.glob("lambda/shared/**/*.py")]
CODE = re.compile(r"[A-Z][A-Z0-9_]+[A-Z0-9]")
#: What begins so is a variable's name, or the system's.
NO_CODES = (
    "AWS_EC2_",
    "DOCKER_",
    "HOLOSCAN_",
    "MONAI_",
    "REGISTRY_",
    "RUNTIME_",
    "SC_",
    "STATE_DIRECTORY",
    "XDG_",
)


def texts_in_sources() -> set[str]:
    """Words in capitals, among which all codes are."""
    found = set()
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and CODE.fullmatch(node.value)
            ):
                found.add(node.value)
    return found


def codes_in_tables(page: str, *headings: str) -> set[str]:
    found = set()
    text = (ROOT / page).read_text(encoding="utf-8")
    for heading in headings:
        section = re.split(
            r"^#+ ", text.partition(heading + "\n")[2], maxsplit=1, flags=re.MULTILINE
        )[0]
        for row in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE):
            found |= {code for code in re.findall(r"`([^`]+)`", row) if CODE.fullmatch(code)}
    return found


def test_every_code_of_the_sources_is_in_the_runners_page() -> None:
    page = set(re.findall(r"`([^`]+)`", (ROOT / "lambda/README.md").read_text(encoding="utf-8")))
    codes = {text for text in texts_in_sources() if "_" in text and not text.startswith(NO_CODES)}

    assert sorted(codes - page) == []


def test_the_runners_page_has_no_code_that_nothing_gives() -> None:
    assert (
        sorted(codes_in_tables("lambda/README.md", "### Reason codes") - texts_in_sources()) == []
    )


def test_troubleshooting_says_what_to_do_about_each() -> None:
    told = codes_in_tables("docs/troubleshooting.md", "## A failed upload: reason codes")

    assert told == codes_in_tables("lambda/README.md", "### Reason codes")
