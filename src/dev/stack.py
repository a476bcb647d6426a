"""stack.py [--check]: writes the policies of docs/iam into docs/iam/stack.yaml.

A line of the stack such as ``PolicyDocument: # policies/function.json`` is followed by that file, in YAML. After the
file's name ``NAME=EXPRESSION``, several with ``; `` between, may say what stands in place of a value that is
``${NAME}`` alone, such as a parameter that is a list; ``NAME=,`` says that it is several values of the list that it
stands in, with commas between. With ``--check`` nothing is written, and the exit code is 1 where the stack is not what
it should be.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "iam"
STACK = FOLDER / "stack.yaml"

_MARKER = re.compile(r"( *(?:- )?)\w+: # ((?:policies|trust)/[\w-]+\.json)(?: (\w+=.+))?")


def scalar(text: str, replaced: dict[str, str]) -> str:
    """A string of a policy in YAML, with CloudFormation to fill its placeholders."""
    for name, expression in replaced.items():
        if text == "${" + name + "}":
            return expression
    quoted = json.dumps(text, ensure_ascii=False)
    return f"!Sub {quoted}" if "${" in text else quoted


def block(node: Any, indent: int, replaced: dict[str, str]) -> list[str]:
    """The lines of a JSON value, each indented."""
    pad = " " * indent
    lines: list[str] = []
    if isinstance(node, dict):
        for key, value in node.items():
            # Not plain where YAML would take it for something else: Null is an operator of IAM.
            name = key if re.fullmatch(r"[A-Z]\w{4,}", key) else json.dumps(key)
            if isinstance(value, str):
                lines.append(f"{pad}{name}: {scalar(value, replaced)}")
            elif any(item == "${" + n + "}" and e == "," for n, e in replaced.items() for item in value):
                lines.append(f'{pad}{name}: !Split [",", !Sub {json.dumps(",".join(value))}]')
            else:
                lines.append(f"{pad}{name}:")
                lines += block(value, indent + 2, replaced)
        return lines
    for value in node:
        if isinstance(value, str):
            lines.append(f"{pad}- {scalar(value, replaced)}")
        else:
            inner = block(value, indent + 2, replaced)
            lines += [f"{pad}- {inner[0].strip()}", *inner[1:]]
    return lines


def filled(stack: str) -> str:
    """The stack with each policy as it is in its file."""
    lines: list[str] = []
    skipped: int | None = None
    for line in stack.splitlines():
        if skipped is not None:
            if line.strip() and len(line) - len(line.lstrip()) > skipped:
                continue
            skipped = None
        lines.append(line)
        marker = _MARKER.fullmatch(line)
        if marker:
            skipped = len(marker[1])
            document = json.loads((FOLDER / marker[2]).read_text(encoding="utf-8"))
            replaced = dict(pair.split("=", 1) for pair in (marker[3] or "").split("; ") if pair)
            lines += block(document, skipped + 2, replaced)
    return "\n".join(lines) + "\n"


def unused(stack: str) -> list[str]:
    """The files of docs/iam that the stack does not have."""
    used = {marker[2] for marker in map(_MARKER.fullmatch, stack.splitlines()) if marker}
    files = [path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/*.json")]
    return sorted(set(files) - used)


def main(arguments: list[str]) -> int:
    """Returns the exit code."""
    stack = STACK.read_text(encoding="utf-8")
    wanted = filled(stack)
    if missing := unused(stack):
        print(f"docs/iam/stack.yaml does not use {', '.join(missing)}")
        return 1
    if arguments == ["--check"]:
        if stack != wanted:
            print("docs/iam/stack.yaml differs from docs/iam/policies and docs/iam/trust: run src/dev/stack.py")
        return int(stack != wanted)
    STACK.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
