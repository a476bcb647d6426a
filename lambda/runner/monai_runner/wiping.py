"""Deleting whatever a MAP or an upload may have left, however deep, long-named or many.

Nothing here recurses or has a path that grows: each inner folder is first moved up, under a number,
beside the others (rename(2) moves a whole tree at once), so no name is ever resolved below two
levels. shutil.rmtree recurses until Python's limit, and a path has 4,096 bytes at most.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
import struct
import uuid
from collections import deque
from pathlib import Path

#: linux/fs.h; the flags are those of chattr(1).
_GET_FLAGS, _SET_FLAGS = 0x80086601, 0x40086602
_IMMUTABLE, _APPEND_ONLY = 0x10, 0x20
#: Passes over one folder: it may be written to while it is deleted.
_PASSES = 3
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def remove(folder: Path) -> Path | None:
    """Deletes a folder, or a file in its place, with everything in it. Links are not followed.

    Returns None when it is gone, and else where what could not be deleted is now: the folder
    itself or a new one beside it. Raises nothing for what the system refuses.
    """
    parent = _open(str(folder.parent), None)
    if parent is None:
        return folder if os.path.lexists(folder) else None
    pile = f"{folder.name[:100]}.{uuid.uuid4().hex[:8]}.wipe"
    try:
        if _gone(folder.name, parent):
            return None
        os.mkdir(pile, 0o700, dir_fd=parent)
        below = _open(pile, parent)
        if below is None:
            return folder
        try:
            _loosen(folder.name, parent)
            os.rename(folder.name, "0", src_dir_fd=parent, dst_dir_fd=below)
            _clear(below)
        finally:
            os.close(below)
        os.rmdir(pile, dir_fd=parent)
        return None
    except OSError:
        with contextlib.suppress(OSError):
            os.rmdir(pile, dir_fd=parent)
        return folder if os.path.lexists(folder) else folder.parent / pile
    finally:
        os.close(parent)


def _clear(pile: int) -> None:
    """Deletes the folders that lie in the pile; those within them are piled up there too."""
    waiting, number = deque([0]), 0
    while waiting:
        name = str(waiting.popleft())
        folder = _open(name, pile)
        if folder is None:
            _gone(name, pile)
            continue
        try:
            for _ in range(_PASSES):
                found = _empty(folder, pile, number)
                waiting.extend(range(number + 1, found + 1))
                number = found
                with contextlib.suppress(OSError):
                    os.rmdir(name, dir_fd=pile)
                    break
                _loosen(name, pile)
        finally:
            os.close(folder)


def _empty(folder: int, pile: int, number: int) -> int:
    """Deletes the files of a folder and moves its folders to the pile, under the numbers that
    follow. Returns the last one used."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                _gone(entry.name, folder)
            elif _moved(entry.name, folder, pile, str(number + 1)):
                number += 1
    return number


def _moved(name: str, folder: int, pile: int, number: str) -> bool:
    for attempt in (1, 2):
        try:
            os.rename(name, number, src_dir_fd=folder, dst_dir_fd=pile)
            return True
        except OSError:
            if attempt == 1:
                _loosen(name, folder)
    return False


def _gone(name: str, folder: int) -> bool:
    """Unlinks what is no folder. Returns whether nothing of that name is left."""
    for attempt in (1, 2):
        try:
            os.unlink(name, dir_fd=folder)
            return True
        except FileNotFoundError:
            return True
        except OSError as error:
            if attempt == 2 or error.errno == errno.EISDIR:
                return False
            _loosen(name, folder)
    return False


def _open(name: str, folder: int | None) -> int | None:
    for attempt in (1, 2):
        try:
            return os.open(name, _FOLDER, dir_fd=folder)
        except PermissionError:
            if attempt == 2 or folder is None:
                return None
            _loosen(name, folder)
        except OSError:
            return None
    return None


def _loosen(name: str, folder: int) -> None:
    """Takes from an entry, and from the folder that it is in, what keeps it from being deleted
    or moved: missing permissions and the attributes immutable and append-only."""
    with contextlib.suppress(OSError):
        os.fchmod(folder, 0o700)
    _mutable(folder)
    with contextlib.suppress(OSError):
        kind = stat.S_IFMT(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
        if kind == stat.S_IFDIR:
            _mutable_named(name, folder)
            os.chmod(name, 0o700, dir_fd=folder)  # no link: it was just seen to be a folder
        elif kind == stat.S_IFREG:
            _mutable_named(name, folder)


def _mutable_named(name: str, folder: int) -> None:
    # O_NONBLOCK: should a pipe have taken its place, nobody waits for its other end.
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    with contextlib.suppress(OSError):
        descriptor = os.open(name, flags, dir_fd=folder)
        try:
            _mutable(descriptor)
        finally:
            os.close(descriptor)


def _mutable(descriptor: int) -> None:
    with contextlib.suppress(OSError):
        answer = fcntl.ioctl(descriptor, _GET_FLAGS, struct.pack("l", 0))
        flags = struct.unpack("l", answer)[0]
        if flags & (_IMMUTABLE | _APPEND_ONLY):
            wanted = flags & ~(_IMMUTABLE | _APPEND_ONLY)
            fcntl.ioctl(descriptor, _SET_FLAGS, struct.pack("l", wanted))
