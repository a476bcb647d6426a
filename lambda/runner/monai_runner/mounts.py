"""The two places in the container that the runner mounts folders on, as the image names them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from monai_runner.failure import JobFailure

#: The names of MAP specification 1.0 and 0.1.0.
_NAMES = (
    ("HOLOSCAN_INPUT_PATH", "HOLOSCAN_OUTPUT_PATH"),
    ("MONAI_INPUTPATH", "MONAI_OUTPUTPATH"),
)
_DEFAULTS = ("/var/holoscan/input", "/var/holoscan/output")
_REMEDY = "set plain absolute paths in the image's environment, such as /var/holoscan/input"

_PLAIN = re.compile(r"(/[A-Za-z0-9._-]+)+")
_LONGEST = 1024
#: Nothing is mounted on these or below them, since the container's system is there.
_SYSTEM = ("bin", "boot", "dev", "etc", "lib", "lib32", "lib64", "libx32", "proc", "sbin", "sys")
#: Nothing is mounted on these themselves.
_WHOLE = {"/opt", "/run", "/usr", "/usr/bin", "/usr/lib", "/usr/lib64", "/usr/local"}
_WHOLE |= {"/usr/sbin", "/var", "/var/lib", "/var/run"}


@dataclass(frozen=True)
class Paths:
    """Where the MAP reads and writes, as its image says."""

    input: str
    output: str


def is_plain(path: str) -> bool:
    """Whether a path is absolute and of letters, digits, ``.``, ``_`` and ``-`` only, without
    empty, ``.`` and ``..`` components and of at most 1,024 characters. Such a path means the same
    wherever it stands: in an option, a list of mounts or a JSON text."""
    return (
        len(path) <= _LONGEST
        and _PLAIN.fullmatch(path) is not None
        and not {".", ".."} & set(path.split("/"))
    )


def paths_of(config: dict[str, Any]) -> Paths:
    """The paths of MAP specification 1.0 (HOLOSCAN_*) or 0.1.0 (MONAI_*), from the image's
    environment; the defaults of 1.0 for what it does not name.

    Raises JobFailure with the code MAP_PATH_INVALID for a path on which nothing is mounted: one
    that :func:`is_plain` refuses, that belongs to the container's system, or that is the other's
    or lies in it.
    """
    given = _environment(config)
    names = next((pair for pair in _NAMES if given.keys() & set(pair)), _NAMES[0])
    found = []
    for name, default in zip(names, _DEFAULTS, strict=True):
        # Tools that print the variable's own text agree with one trailing slash only.
        path = given.get(name, default)
        found.append(_checked(name, path.removesuffix("/")))
    inside, outside = found
    if f"{inside}/".startswith(f"{outside}/") or f"{outside}/".startswith(f"{inside}/"):
        raise _invalid(f"{names[0]} and {names[1]} are the same folder, or one lies in the other")
    return Paths(inside, outside)


def _environment(config: dict[str, Any]) -> dict[str, str]:
    given: dict[str, str] = {}
    known = {name for pair in _NAMES for name in pair}
    for item in config.get("Env") or []:
        name, _, value = str(item).partition("=")
        if name not in known:
            continue
        # getenv(3) answers with the first, a shell with the last.
        if given.setdefault(name, value) != value:
            raise _invalid(f"the image sets {name} twice")
    return given


def _checked(name: str, path: str) -> str:
    if not is_plain(path):
        raise _invalid(f"the image's {name} is no plain absolute path")
    if path.split("/")[1] in _SYSTEM or path in _WHOLE:
        raise _invalid(f"the image's {name} is a folder of the system")
    return path


def _invalid(message: str) -> JobFailure:
    return JobFailure("MAP_PATH_INVALID", message, _REMEDY)
