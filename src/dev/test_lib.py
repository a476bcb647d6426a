from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

LIB = Path(__file__).parent / "lib.sh"
ODD = [
    "with space",
    "it's",
    'a "quote"',
    "päth",
    "a:b",
    "a,b",
    "$(id)",
    "new\nline",
    "-dash",
    "per%cent",
    "back\\slash",
]
SAY = (
    'printf "%s\\0" "$REPOSITORY" "$MONAI_WORKING_COPY" "$PWD" "${TMPDIR:-/tmp}"; is_plain "$REPOSITORY";'
    ' mapfile -t o < <(maven_options); printf "%s\\0" "${o[@]}"'
)


def sourced(folder: Path, **variables: str) -> list[str]:
    """What lib.sh makes of a working copy in this folder."""
    copy = folder / "src/dev/lib.sh"
    copy.parent.mkdir(parents=True)
    shutil.copy(LIB, copy)
    env = {"PATH": os.environ["PATH"], **variables}
    done = subprocess.run(  # noqa: S603 - our own script
        ["bash", "-c", f'source "$1" && {SAY}', "bash", str(copy)],  # noqa: S607 - the shell of the path
        capture_output=True,
        env=env,
        check=True,
    )
    return done.stdout.decode().split("\0")[:-1]


@pytest.mark.parametrize("name", ODD)
def test_a_working_copy_with_an_odd_path_has_a_plain_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    repository, told, here, _, *_ = sourced(folder, HOME=str(tmp_path), TMPDIR=str(folder))

    assert repository == told == here
    assert Path(repository).resolve() == folder.resolve()
    assert str(tmp_path / ".cache/monai-deploy") in repository or repository == str(folder)


@pytest.mark.parametrize("name", ODD)
def test_home_and_temporary_folder_may_be_odd(tmp_path: Path, name: str) -> None:
    home = tmp_path / name
    home.mkdir()
    _, _, _, temporary, *options = sourced(tmp_path / "copy", HOME=str(home), TMPDIR=str(home))

    assert Path(temporary).is_dir()
    assert name not in temporary or name == "-dash"
    assert not any(name in option for option in options) or name == "-dash"


def test_a_plain_path_stays(tmp_path: Path) -> None:
    assert sourced(tmp_path / "m", HOME=str(tmp_path), TMPDIR=str(tmp_path))[:4] == [
        str(tmp_path / "m"),
        str(tmp_path / "m"),
        str(tmp_path / "m"),
        str(tmp_path),
    ]


def test_two_working_copies_have_two_names(tmp_path: Path) -> None:
    first = sourced(tmp_path / "a b", HOME=str(tmp_path))[0]
    second = sourced(tmp_path / "a  b", HOME=str(tmp_path))[0]

    assert first != second
