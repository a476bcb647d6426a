"""Rows of the fault matrix, lines of JSON of the tests, made one file; held against what must be; shown as a page.

fault_results.py merge ROWS... writes target/faults/results.json and fails where a row must not be.
fault_results.py page writes the tables of docs/reliability.md from it.
"""

from __future__ import annotations

import datetime
import json
import os
import platform
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "target" / "faults" / "results.json"
PAGE = ROOT / "docs" / "reliability.md"
FIELDS = ("operation", "phase", "fault", "outcome", "left", "lost", "duplicated", "seconds")
COUNTS = ("left", "lost", "duplicated")
LEAST = 150
#: Characters of an outcome in the page; the file has it whole.
LONGEST = 160
MARK = re.compile(r"(<!-- rows -->\n).*?(<!-- end of rows -->)", re.DOTALL)


def read(files: list[Path]) -> list[dict[str, Any]]:
    """The rows of files, in their order of operation and phase; of a case that ran twice the last."""
    rows: dict[tuple[str, str, str], dict[str, Any]] = {}
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            rows[row["operation"], row["phase"], row["fault"]] = {name: row[name] for name in FIELDS}
    return list(rows.values())


def faults(rows: list[dict[str, Any]]) -> list[str]:
    """What of the rows must not be."""
    found = [f"{len(rows)} rows, of which there must be {LEAST}"] if len(rows) < LEAST else []
    keys = Counter((row["operation"], row["phase"], row["fault"]) for row in rows)
    found += [f"{' '.join(key)}: {count} times" for key, count in keys.items() if count > 1]
    for row in rows:
        where = " ".join(str(row[name]) for name in FIELDS[:3])
        found += [f"{where}: {row[name]} {name}" for name in COUNTS if row[name] != 0]
        if "TEST FAILED" in row["outcome"]:
            found.append(f"{where}: {row['outcome']}")
    return found


def merge(files: list[Path]) -> int:
    """Writes the file of all rows; 1 where one of them must not be."""
    rows = read(files)
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    found = faults(rows)
    print("\n".join(found))
    print(f"{len(rows)} rows in {RESULTS.relative_to(ROOT)}, {len(found)} that must not be")
    return 1 if found else 0


def _cell(text: Any) -> str:
    line = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}", "RUN", " ".join(str(text).split()))
    line = line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
    return re.sub(r"([|<>*_`\[\]])", r"\\\1", line)


def tables(rows: list[dict[str, Any]]) -> str:
    """One table of sums, and one of all rows for each operation."""
    parts = ["| operation | rows | as without the fault | clear failure | left | lost | done twice | longest |"]
    parts.append("|---|---|---|---|---|---|---|---|")
    operations = list(dict.fromkeys(row["operation"] for row in rows))
    for operation in operations:
        own = [row for row in rows if row["operation"] == operation]
        failed = sum(row["outcome"].startswith("failed: ") for row in own)
        sums = " | ".join(str(sum(row[name] for row in own)) for name in COUNTS)
        longest = max(row["seconds"] for row in own)
        parts.append(f"| {_cell(operation)} | {len(own)} | {len(own) - failed} | {failed} | {sums} | {longest} s |")
    for operation in operations:
        parts += ["", f"#### {operation}", ""]
        parts.append("| phase | fault | what happened | left | lost | twice | s |")
        parts.append("|---|---|---|---|---|---|---|")
        for row in rows:
            if row["operation"] == operation:
                cells = " | ".join(_cell(row[name]) for name in FIELDS[1:])
                parts.append(f"| {cells} |")
    return "\n".join(parts) + "\n"


def _version(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - constant names
    return (done.stdout or done.stderr).splitlines()[0].strip()


def measured() -> str:
    """On what, of what and when it was measured."""
    cpu = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    day = datetime.datetime.fromtimestamp(RESULTS.stat().st_mtime, datetime.UTC)
    emulator = (ROOT / "src/dev/requirements/aws.txt").read_text(encoding="utf-8")
    ministack = re.search(r"^ministack.*?==([\w.]+)", emulator, re.MULTILINE)
    commit = _version("git", "-C", str(ROOT), "log", "-1", "--format=%h", "--", "src/main", "lambda")
    return (
        f"Measured on {day:%Y-%m-%d} at {commit}: {os.cpu_count()} cores ({cpu[1] if cpu else '?'}), {memory} GiB,\n"
        f"Linux {platform.release()}, {_version('java', '-version')}, Python {platform.python_version()},"
        f" ministack {ministack[1] if ministack else '?'}.\n\n"
    )


def page() -> int:
    """Writes the page's part that is measured."""
    rows = json.loads(RESULTS.read_text(encoding="utf-8"))
    text = measured() + tables(rows)
    old = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(MARK.sub(lambda m: m[1] + text + m[2], old), encoding="utf-8")
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["merge"]:
        sys.exit(merge([Path(name) for name in sys.argv[2:]]))
    sys.exit(page() if sys.argv[1:] == ["page"] else __doc__)
