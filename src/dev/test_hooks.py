"""The hook of make hooks, in a repository of its own; Maven is a stand-in that tells how it was called."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOOK = Path(__file__).resolve().parent / "hooks/pre-commit"
GIT = shutil.which("git") or "git"


class Repository:
    def __init__(self, folder: Path):
        self.folder = folder
        self.calls = folder / "maven-calls"
        tools = folder / ".venv/tools"
        tools.mkdir(parents=True)
        (tools / "bin").symlink_to(Path(sys.executable).parent)
        programs = folder / "programs"
        programs.mkdir()
        (programs / "mvn").write_text(f"#!/bin/sh\necho \"$@\" >>'{self.calls}'\n[ ! -e '{folder}/wrong' ]\n")
        (programs / "mvn").chmod(0o755)
        self.env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        self.env["PATH"] = f"{programs}:{self.env['PATH']}"
        self.git("init", "--quiet")

    def git(self, *arguments: str) -> None:
        subprocess.run([GIT, *arguments], cwd=self.folder, env=self.env, check=True)  # noqa: S603

    def stage(self, name: str, content: str) -> None:
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(content)
        self.git("add", name)

    def hook(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run([HOOK], cwd=self.folder, env=self.env, capture_output=True, text=True, check=False)  # noqa: S603


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def test_files_as_they_should_be(repository: Repository) -> None:
    repository.stage("a b.py", "x = 1\n")
    repository.stage("src/dev/a.sh", "#!/bin/sh\nexit 0\n")
    run = repository.hook()
    assert run.returncode == 0, run.stdout + run.stderr
    assert not repository.calls.exists(), "no Java, no Maven"


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("a.py", "x = {'a':1}\n", "make format"),
        ("a.py", "import os\n", "F401"),
        ("src/dev/a.sh", "#!/bin/sh\nrm $1\n", "SC2086"),
    ],
)
def test_files_as_they_should_not_be(repository: Repository, name: str, content: str, complaint: str) -> None:
    repository.stage(name, content)
    run = repository.hook()
    assert run.returncode == 1
    assert complaint in run.stdout + run.stderr


def test_only_what_is_committed(repository: Repository) -> None:
    (repository.folder / "a.py").write_text("import os\n")
    assert repository.hook().returncode == 0


def test_java_is_for_spotless(repository: Repository) -> None:
    repository.stage("src/main/java/A.java", "class A {}\n")
    assert repository.hook().returncode == 0
    assert "spotless:check -DspotlessFiles=.*/src/main/java/A.java" in repository.calls.read_text()
    (repository.folder / "wrong").touch()
    assert repository.hook().returncode == 1


def test_tools_that_are_not_there_are_asked_for(repository: Repository) -> None:
    (repository.folder / ".venv/tools/bin").unlink()
    repository.stage("a.py", "x = 1\n")
    run = repository.hook()
    assert run.returncode == 1
    assert "run make setup" in run.stderr
