"""The user a MAP runs as: always two numbers, and never root or root's group.

An image names its user in many ways (OCI image specification, config.md: ``user``, ``uid``,
``user:group``, ``uid:gid``, ``uid:group``, ``user:gid``), the names are looked up in the image's
own ``/etc/passwd`` and ``/etc/group``, and a name there may be root's. So the runner looks them up
itself, as container engines do (moby/sys/user, GetExecUser), and hands over numbers.
"""

from __future__ import annotations

import io
import re
import subprocess
import tarfile
import threading
import uuid
from dataclasses import dataclass
from typing import Any

from monai_runner.container import LABEL, Cli, end_group
from monai_runner.failure import JobFailure, Trouble

_ROOT = 0
#: The highest number that engines take (moby/sys/user, maxID).
_HIGHEST = 2**31 - 1
#: As strconv.Atoi of Go reads them, by which engines tell numbers from names.
_NUMBER = re.compile(r"[+-]?[0-9]+")
_SETTING = re.compile(r"([0-9]{1,10}):([0-9]{1,10})")
_MOST_BYTES = 1024 * 1024
_COPY_SECONDS = 60.0
_REMEDY = "give the image a user by number, such as USER 1000:1000"


@dataclass(frozen=True)
class Accounts:
    """The lines of an image's ``/etc/passwd`` and ``/etc/group``, or None for a file that is not
    there or not to be read."""

    passwd: list[list[str]] | None
    group: list[list[str]] | None


def is_user(setting: str) -> bool:
    """Whether a setting is UID:GID in decimal digits, both from 1 to 2^31 - 1."""
    found = _SETTING.fullmatch(setting)
    return found is not None and all(0 < int(part) <= _HIGHEST for part in found.groups())


def of(cli: Cli, image: str, config: dict[str, Any], instead_of_root: str) -> str:
    """``UID:GID`` of an image for ``--user``; looked up once for each, as it is named by digest.
    ``instead_of_root`` (the setting container.user) stands in for root, and its group for root's
    group and for none.

    Raises JobFailure with the code MAP_USER_INVALID for a user or group that the image does not
    have, and Trouble when it cannot be looked up.
    """
    user = str(config.get("User") or "")
    if is_user(user):
        return user
    if user == "":
        return instead_of_root
    key = (image, user, instead_of_root)
    if key not in cli.users:
        cli.users[key] = resolve(user, _accounts(cli, image), instead_of_root)
    return cli.users[key]


def _accounts(cli: Cli, image: str) -> Accounts:
    name = f"monai-users-{uuid.uuid4().hex}"
    line = ["create", "--pull", "never", "--network", "none", "--name", name]
    # It is never started, so what its command is does not matter.
    cli.call(*line, "--label", f"{LABEL}=users", image, "true")
    try:
        files = [_lines(copied(cli.program, name, f"/etc/{file}")) for file in ("passwd", "group")]
        return Accounts(*files)
    finally:
        cli.remove_container(name)


def _lines(archive: bytes) -> list[list[str]] | None:
    """The lines of the file in a tar archive, split at their colons."""
    try:
        with tarfile.open(fileobj=io.BytesIO(archive), mode="r:") as tar:
            member = tar.next()
            # A link could lead to another file; the engine gives the link itself.
            if member is None or not member.isreg() or member.size > _MOST_BYTES:
                return None
            content = tar.extractfile(member)
            text = content.read().decode("utf-8", errors="replace") if content else ""
    except (tarfile.TarError, EOFError, OSError, ValueError):
        return None
    return [line.split(":") for line in text.split("\n")]


def copied(program: str, container: str, path: str) -> bytes:
    """The tar archive that the engine makes of a file, its beginning at least."""
    with subprocess.Popen(
        [program, "cp", f"{container}:{path}", "-"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        timer = threading.Timer(_COPY_SECONDS, end_group, [process])
        timer.start()
        try:
            # Headers and padding of tar beside the content.
            archive = process.stdout.read(_MOST_BYTES + 64 * 1024)
        finally:
            timer.cancel()
            end_group(process)
    return archive


def resolve(user: str, accounts: Accounts, instead_of_root: str) -> str:
    """``UID:GID`` of an image's ``User``, as :func:`of` describes it."""
    name, _, group = user.partition(":")
    uid, primary = _user(name, accounts)
    if uid == _ROOT:
        return instead_of_root
    gid = _group(group, accounts) if group else primary
    if gid == _ROOT:
        gid = int(instead_of_root.partition(":")[2])
    return f"{uid}:{gid}"


def _user(name: str, accounts: Accounts) -> tuple[int, int]:
    """Number and primary group; 0 for none."""
    number = _number(name)
    for line in accounts.passwd or []:
        if len(line) < 4 or (line[0] != name if number is None else _number(line[2]) != number):
            continue
        return _in_range(_number(line[2]), "user"), _in_range(_number(line[3]), "group")
    if number is not None:
        return _in_range(number, "user"), _ROOT
    if name == "" or (name == "root" and accounts.passwd is None):
        return _ROOT, _ROOT
    raise _unknown("user", "passwd", accounts.passwd)


def _group(name: str, accounts: Accounts) -> int:
    number = _number(name)
    if number is not None:
        return _in_range(number, "group")
    for line in accounts.group or []:
        if len(line) >= 3 and line[0] == name:
            return _in_range(_number(line[2]), "group")
    raise _unknown("group", "group", accounts.group)


def _number(text: str) -> int | None:
    # Python refuses to read more than 4,300 digits at a time.
    return int(text[:4000]) if _NUMBER.fullmatch(text) else None


def _in_range(number: int | None, what: str) -> int:
    if number is None or not 0 <= number <= _HIGHEST:
        raise JobFailure("MAP_USER_INVALID", f"the image's {what} has no usable number", _REMEDY)
    return number


def _unknown(what: str, file: str, lines: list[list[str]] | None) -> Exception:
    if lines is None:
        return Trouble(
            "MAP_USER", f"the image's /etc/{file}, which its {what} is named in, cannot be read",
            _REMEDY,
        )  # fmt: skip
    return JobFailure("MAP_USER_INVALID", f"the image's {what} is not in its /etc/{file}", _REMEDY)
