"""Number 6: whatever is left on disk can be wiped, and what cannot be keeps nobody waiting."""

from __future__ import annotations

import os
import resource
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from monai_runner import wiping, workplace
from monai_runner.workplace import Workplace


def chain(folder: Path, depth: int, name: str = "d") -> None:
    """A folder in a folder in a folder, deeper than a path can be."""
    here = os.open(folder, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir(name, dir_fd=here)
        inner = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(os.open("file", os.O_CREAT | os.O_WRONLY, 0o400, dir_fd=here))
    os.fchmod(here, 0)
    os.close(here)


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    made = Workplace(tmp_path, "job-1")
    made.make()
    return made


def nothing_left(place: Workplace) -> bool:
    root = place.folder.parents[1]
    return not list((root / "jobs").iterdir()) and not (root / "quarantine").exists()


class TestWiped:
    @pytest.mark.parametrize(
        ("depth", "name"), [(1, "x" * 255), (1500, "d"), (300, "n" * 255), (5000, "d")]
    )
    def test_6_deep(self, place: Workplace, depth: int, name: str) -> None:
        chain(place.output, depth, name)
        place.wipe()
        assert nothing_left(place)

    def test_6_many(self, place: Workplace) -> None:
        for number in range(5000):
            (place.output / f"{number}").touch()
        for number in range(500):
            (place.output / f"d{number}" / "e").mkdir(parents=True)
        place.wipe()
        assert nothing_left(place)

    def test_6_with_few_descriptors(self, place: Workplace) -> None:
        chain(place.output, 500)
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (len(os.listdir("/proc/self/fd")) + 60, hard))
        try:
            place.wipe()
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        assert nothing_left(place)

    def test_6_of_every_kind_and_name(self, place: Workplace, tmp_path: Path) -> None:
        outside = tmp_path / "outside"
        outside.mkdir(mode=0o755)
        (outside / "kept").touch()
        for number in range(3):
            (place.output / str(number)).mkdir()  # the numbers that it uses itself
        for name in (b"\xff\xfe", b"a\nb", b"-rf", b"*", "\u202e".encode(), b" ", b"..."):
            with open(os.fsencode(place.output) + b"/" + name, "wb"):
                pass
        (place.output / "link").symlink_to(outside)
        (place.output / "dangling").symlink_to("/nowhere/at/all")
        (place.output / "self").symlink_to("self")
        (place.output / "outside-file").symlink_to(outside / "kept")
        os.mkfifo(place.output / "pipe")
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(str(place.output / "s"))
        (place.output / "closed").mkdir()
        (place.output / "closed" / "x").write_text("PHI")
        (place.output / "closed").chmod(0)
        os.chown(place.output / "closed", 4711, 4711)
        place.wipe()
        assert nothing_left(place) and (outside / "kept").exists()
        assert outside.stat().st_mode & 0o777 == 0o755

    def test_6_a_link_in_its_place(self, tmp_path: Path) -> None:
        outside = tmp_path / "outside"
        outside.mkdir()
        (outside / "kept").touch()
        (tmp_path / "jobs").mkdir()
        (tmp_path / "jobs" / "x").symlink_to(outside)
        (tmp_path / "jobs" / "file").touch()
        workplace.wipe_all(tmp_path)
        assert not list((tmp_path / "jobs").iterdir()) and (outside / "kept").exists()

    @pytest.mark.parametrize("flag", ["+i", "+a"])
    def test_6_immutable(self, place: Workplace, flag: str) -> None:
        inner = place.output / "inner"
        (inner / "below").mkdir(parents=True)
        (inner / "file").write_text("PHI")
        marked = [inner / "file", inner / "below", inner, place.folder]
        for path in marked:
            done = subprocess.run(["chattr", flag, path], capture_output=True)
            if done.returncode != 0:
                pytest.skip("the file system has no such attributes")
        place.wipe()
        for path in marked:
            subprocess.run(["chattr", "-i", "-a", path], capture_output=True)
        assert nothing_left(place)

    def test_6_what_is_not_there(self, tmp_path: Path) -> None:
        assert wiping.remove(tmp_path / "none") is None
        assert wiping.remove(tmp_path / "none" / "none") is None


@pytest.fixture
def stubborn(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workplace]:
    """A file that the system does not let go."""
    (place.output / "inner").mkdir()
    (place.output / "inner" / "stuck").write_text("PHI")
    (place.output / "other").write_text("PHI")
    real = os.unlink

    def unlink(path: str, *, dir_fd: int | None = None) -> None:
        if path == "stuck":
            raise PermissionError(1, "Operation not permitted")
        real(path, dir_fd=dir_fd)

    monkeypatch.setattr(os, "unlink", unlink)
    yield place
    monkeypatch.undo()


class TestQuarantine:
    def test_6_what_stays_is_put_away(
        self, stubborn: Workplace, caplog: pytest.LogCaptureFixture
    ) -> None:
        root = stubborn.folder.parents[1]
        stubborn.wipe()
        assert not list((root / "jobs").iterdir())
        (kept,) = (root / "quarantine").iterdir()
        assert kept.name.startswith("job-1.") and (root / "quarantine").stat().st_mode & 0o77 == 0
        assert [p.name for p in kept.rglob("*") if p.is_file()] == ["stuck"], "the rest is gone"
        assert workplace.in_quarantine(root) == 1
        # The same name and the next patient's are free.
        stubborn.make()
        Workplace(root, "job-2").make()

    def test_6_starts_go_on(self, stubborn: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
        root = stubborn.folder.parents[1]
        for _ in range(3):
            workplace.wipe_all(root)
            assert workplace.in_quarantine(root) == 1
        monkeypatch.undo()
        workplace.wipe_all(root)
        assert workplace.in_quarantine(root) == 0, "the reason has passed"

    def test_6_no_quarantine_either(
        self, stubborn: Workplace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        root = stubborn.folder.parents[1]
        (root / "quarantine").write_text("a file is in the way")
        stubborn.wipe()
        workplace.wipe_all(root)
        Workplace(root, "job-2").make()
        assert (root / "jobs" / "job-2" / "output").is_dir()

    def test_6_a_mount_within(self, place: Workplace) -> None:
        inner = place.output / "a" / "mounted"
        inner.mkdir(parents=True)
        done = subprocess.run(["mount", "-t", "tmpfs", "none", inner], capture_output=True)
        if done.returncode != 0:
            pytest.skip("nothing can be mounted here")
        root = place.folder.parents[1]
        try:
            (inner / "x").touch()
            place.wipe()
            assert not list((root / "jobs").iterdir())
            (kept,) = (root / "quarantine").iterdir()
        finally:
            for mounted in [*root.rglob("mounted"), *(root / "quarantine").rglob("*")]:
                subprocess.run(["umount", mounted], capture_output=True)
        workplace.wipe_all(root)
        assert workplace.in_quarantine(root) == 0 and not kept.exists()
