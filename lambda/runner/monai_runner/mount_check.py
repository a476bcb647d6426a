"""Whether the container engine shows a study where the MAP will read it.

An engine on another machine, in a mount namespace of its own or with a working folder that was
unmounted meanwhile mounts an empty folder without a word, and a MAP that is run on nothing may
answer with "nothing found". So a container that is never started is asked for a file of it.
"""

from __future__ import annotations

import io
import tarfile
import uuid
from pathlib import Path

from monai_runner.container import LABEL, Cli
from monai_runner.failure import Trouble
from monai_runner.users import copied

#: What is compared of the file. Engines copy the whole of it, so the smallest one is taken.
_COMPARED_BYTES = 64 * 1024


def check(cli: Cli, image: str, folder: Path, inside: str) -> None:
    """Returns when a file of ``folder`` is there in a container with the folder mounted at
    ``inside``, or when the folder has none. Raises Trouble when the engine shows something else,
    or nothing."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    if not files:
        return
    file = min(files, key=lambda path: (path.stat().st_size, str(path)))
    name = f"monai-mount-{uuid.uuid4().hex}"
    line = ["create", "--pull", "never", "--network", "none", "--name", name]
    line += ["--mount", f"type=bind,source={folder},target={inside},readonly"]
    try:
        cli.call(*line, "--label", f"{LABEL}=mount", image, "true")
        archive = copied(cli.program, name, f"{inside}/{file.relative_to(folder)}")
    finally:
        cli.remove_container(name)
    if not _is_of(archive, file):
        raise Trouble(
            "CONTAINER_ENGINE",
            "the container engine does not show the study where the MAP reads it",
            "see whether the engine runs on this machine and reads the work folder as it is",
        )


def _is_of(archive: bytes, file: Path) -> bool:
    """Whether a tar archive, of which the end may be missing, begins with the file."""
    try:
        with tarfile.open(fileobj=io.BytesIO(archive), mode="r|") as tar:
            member = tar.next()
            content = tar.extractfile(member) if member else None
            if member is None or content is None or member.size != file.stat().st_size:
                return False
            with file.open("rb") as ours:
                return content.read(_COMPARED_BYTES) == ours.read(_COMPARED_BYTES)
    except (tarfile.TarError, EOFError, OSError, ValueError):
        return False
