"""Ends of real containers, where podman runs: numbers 4, 8 and 10 against an engine's own words."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from monai_runner import map_run, users
from monai_runner.container import Cli
from monai_runner.failure import Interrupted, JobFailure, Trouble
from monai_runner.settings import Container, Limits, Settings
from monai_runner.workplace import Workplace

JOB = "0123456789abcdef" * 2 + "01234567"
IMAGE = "localhost/monai-runner-test:1"
PROGRAMS = ("sh", "sleep", "cat", "id", "head")


def _rootfs(folder: Path) -> Path:
    """A handful of the machine's own programs with their libraries, as an archive."""
    root = folder / "root"
    for inner in ("bin", "etc", "tmp", "proc", "sys", "dev", "var/holoscan"):
        (root / inner).mkdir(parents=True)
    for program in PROGRAMS:
        path = shutil.which(program)
        assert path is not None
        shutil.copyfile(path, root / "bin" / program)
        (root / "bin" / program).chmod(0o755)
        needed = subprocess.run(["ldd", path], capture_output=True, text=True, check=False).stdout
        for word in needed.split():
            if word.startswith("/"):
                (root / word[1:]).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(word, root / word[1:])
                (root / word[1:]).chmod(0o755)
    (root / "etc" / "passwd").write_text("root:x:0:0::/:\ntoor:x:0:0::/:\napp:x:1001:0::/:\n")
    (root / "etc" / "group").write_text("root:x:0:app\nstaff:x:50:\n")
    subprocess.run(["tar", "-C", root, "-cf", folder / "root.tar", "."], check=True)
    return folder / "root.tar"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cli]:
    """Podman with storage of its own."""
    if shutil.which("podman") is None or os.getuid() != 0:
        pytest.skip("podman is not installed, or this is not root")
    folder = tmp_path_factory.mktemp("podman")
    (folder / "containers.conf").write_text(
        '[containers]\nnetns = "host"\n'
        'default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]\n[engine]\n'
        'runtime = "runc"\ncgroup_manager = "cgroupfs"\n'
        f'events_logger = "file"\nlock_type = "file"\ntmp_dir = "{folder}/tmp"\n'
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONTAINERS_CONF", str(folder / "containers.conf"))
        patch.setenv("CONTAINERS_STORAGE_CONF", str(folder / "storage.conf"))
        archive = _rootfs(folder)
        for driver in ("overlay", "vfs"):
            (folder / "storage.conf").write_text(
                f'[storage]\ndriver = "{driver}"\ngraphroot = "{folder}/{driver}"\n'
                f'runroot = "{folder}/run"\n'
            )
            entry = 'ENTRYPOINT ["/bin/sh", "/var/holoscan/input/script"]'
            line = ["import", "--change", entry, str(archive), IMAGE]
            if subprocess.run(["podman", *line], capture_output=True, check=False).returncode == 0:
                break
        tried = ["podman", "run", "--rm", "--network", "none", "--entrypoint", "/bin/id", IMAGE]
        done = subprocess.run(tried, capture_output=True, check=False)
        if done.returncode != 0:
            pytest.skip(f"containers do not run here: {done.stderr.decode()[-300:]}")
        cli = Cli("podman")
        yield cli
        cli.remove_containers()
        for driver in ("overlay", "vfs"):
            subprocess.run(["umount", folder / driver], capture_output=True, check=False)


class Run:
    """One MAP, a shell script, in a thread of its own."""

    def __init__(self, cli: Cli, folder: Path, script: str, **settings: Any):
        self.cli = cli
        self.place = Workplace(folder, f"{JOB}-1")
        self.place.make()
        file = self.place.input / "script"
        begin = "OUT=/var/holoscan/output\necho patient DOE\n: >$OUT/begun\n"
        file.write_text(begin + script + "\n")
        file.chmod(0o644)
        defaults: dict[str, Any] = {"limits": Limits(minutes=2)}
        self.settings = Settings(
            bucket="b",
            bucket_owner="0" * 12,
            image=IMAGE,
            gpu=False,
            container=Container(cli="podman", memory_mib=64, shm_mib=16),
            **{**defaults, **settings},
        )
        self.why = ""
        self.outcome = ""
        self.error: Exception | None = None
        self.log = ""
        self.client: subprocess.Popen[bytes] | None = None

    def go(self, meanwhile: Callable[[Run], object] | None = None, attempt: int = 1) -> Run:
        worker = threading.Thread(target=self._work, args=(attempt,))
        worker.start()
        if meanwhile:
            self.until(lambda: (self.place.output / "begun").exists() or not worker.is_alive())
            meanwhile(self)
        worker.join(120)
        assert not worker.is_alive()
        assert self.cli.call("ps", "--all", "--quiet").split() == [], "no container stays"
        assert self.cli.call("volume", "ls", "--quiet").split() == []
        return self

    @staticmethod
    def until(condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 90
        while not condition():
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def _work(self, attempt: int) -> None:
        known = map_run._start

        def start(command: list[str], place: Workplace) -> Any:
            self.client, tail = known(command, place)
            return self.client, tail

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(map_run, "_start", start)
            try:
                job, image = (JOB, attempt), ({"Env": None}, "1234:567")
                self.log = map_run.run(
                    self.cli, self.settings, self.place, job, image, lambda: self.why
                )
                self.outcome = "done"
            except (JobFailure, Trouble) as error:
                self.error = error
                self.outcome = f"{type(error).__name__} {error.reason.code}"
            except Interrupted as error:
                self.outcome = f"Interrupted {error}"

    def name(self) -> str:
        return f"monai-{JOB}-1"


def test_8_its_output_comes_and_no_log_is_kept(engine: Cli, tmp_path: Path) -> None:
    seen: list[Any] = []
    run = Run(
        engine,
        tmp_path,
        "echo $(id -u) $(id -g); id -G; while [ ! -e $OUT/go ]; do sleep 0.05; done; echo >&2 end",
    )

    def look(running: Run) -> None:
        seen.append(engine.container(running.name()))
        (running.place.output / "go").touch()

    assert run.go(look).outcome == "done"
    assert run.log.splitlines() == ["patient DOE", "1234 567", "567", "end"]
    assert seen[0]["HostConfig"]["LogConfig"]["Type"] == "none"
    assert seen[0]["State"]["Status"] == "running"


@pytest.mark.parametrize("there", ["", "echo other >IN/script", "mkdir IN/script"])
def test_1_a_map_is_not_run_on_another_folder(engine: Cli, tmp_path: Path, there: str) -> None:
    """An engine that sees something else where the study is, as one with mounts of its own."""
    script = tmp_path / "engine"
    folder = Workplace(tmp_path, f"{JOB}-1").input
    hide = f"mount -t tmpfs none {folder} && {there.replace('IN', str(folder)) or ':'}"
    line = f'exec unshare --mount sh -c \'{hide}; exec {engine.program} "$@"\' podman "$@"'
    script.write_text(f"#!/bin/sh\n{line}\n")
    script.chmod(0o755)
    run = Run(Cli(str(script)), tmp_path, "exit 0").go()
    assert run.outcome == "Trouble CONTAINER_ENGINE", run.error
    assert not (run.place.output / "begun").exists()


@pytest.mark.parametrize(
    ("script", "code"), [("exit 3", 3), ("nosuch", 127), ("sh -c 'kill -6 $$'; exit $?", 134)]
)
def test_4_its_own_failure(engine: Cli, tmp_path: Path, script: str, code: int) -> None:
    run = Run(engine, tmp_path, script).go()
    assert run.outcome == "JobFailure MAP_FAILED" and f"with {code}" in run.error.reason.message  # type: ignore[union-attr]
    assert "patient DOE" in run.error.log  # type: ignore[union-attr]


@pytest.mark.parametrize("script", ["exit 137", "exit 143", "echo Application exited with -9."])
def test_4_its_own_signals_are_bounded(engine: Cli, tmp_path: Path, script: str) -> None:
    assert Run(engine, tmp_path, script).go().outcome == "Trouble MAP_ENDED"
    run = Run(engine, tmp_path, script).go(attempt=3)
    assert run.outcome == "JobFailure ATTEMPTS_EXHAUSTED"
    assert "patient DOE" in run.error.log  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "grow",
    ["x=aaaaaaaa; while :; do x=$x$x; done",
     'sh -c "x=aaaaaa; while :; do x=\\$x\\$x; done" || exit 5'],
)  # fmt: skip
def test_4_its_own_memory(engine: Cli, tmp_path: Path, grow: str) -> None:
    if not os.access("/dev/kmsg", os.R_OK):
        pytest.skip("the kernel's log cannot be read")
    assert Run(engine, tmp_path, grow).go().outcome == "JobFailure MAP_KILLED"


def _podman(*line: str) -> Callable[[Run], object]:
    return lambda run: engine_call(run, *line)


def engine_call(run: Run, *line: str) -> None:
    run.cli.succeeds(*line, run.name())


def _kill_process(run: Run) -> None:
    known = run.cli.container(run.name())
    assert known is not None
    os.kill(known["State"]["Pid"], signal.SIGKILL)


def _kill_client(run: Run) -> None:
    assert run.client is not None
    os.kill(run.client.pid, signal.SIGKILL)


@pytest.mark.parametrize(
    "how",
    [_podman("kill"), _podman("kill", "--signal", "TERM"), _podman("rm", "--force"), _kill_process,
     _kill_client],
    ids=["kill", "term", "removed", "process", "client"],
)  # fmt: skip
def test_4_ended_from_outside(engine: Cli, tmp_path: Path, how: Callable[[Run], object]) -> None:
    script = "trap 'exit 143' TERM; while :; do sleep 0.1; done"
    assert Run(engine, tmp_path, script).go(how).outcome == "Trouble MAP_ENDED"

    def told_a_moment_later(run: Run) -> None:
        how(run)
        run.why = "signal"

    run = Run(engine, tmp_path / "again", script).go(told_a_moment_later)
    assert run.outcome == "Interrupted signal", "and no attempt is counted"


def test_4_told_to_end(engine: Cli, tmp_path: Path) -> None:
    run = Run(engine, tmp_path, "trap '' TERM; while :; do sleep 0.1; done")
    assert run.go(lambda r: setattr(r, "why", "signal")).outcome == "Interrupted signal"


def test_4_what_a_killed_runner_left_is_removed(engine: Cli, tmp_path: Path) -> None:
    label = f"io.jenkins.plugins.monai.job={JOB}"
    engine.call("create", "--name", f"monai-{JOB}-0", "--label", label, IMAGE, "true")
    assert Run(engine, tmp_path, "exit 0").go().outcome == "done"


@pytest.mark.parametrize(
    "script",
    ["while :; do echo y; done", "cat /dev/zero", "sleep 600 & wait",
     "head -c 9 /dev/zero; sleep 600"],
)  # fmt: skip
def test_8_endless(engine: Cli, tmp_path: Path, script: str) -> None:
    run = Run(engine, tmp_path, script, limits=Limits(minutes=0.03)).go()
    assert run.outcome == "JobFailure TIMED_OUT" and len(run.error.log) <= 256 * 1024  # type: ignore[union-attr]


def test_8_a_child_that_stays(engine: Cli, tmp_path: Path) -> None:
    assert Run(engine, tmp_path, "sleep 600 & sleep 600 & exit 0").go().outcome == "done"


@pytest.mark.parametrize(
    ("user", "numbers"),
    [("toor", "1000:555"), ("app", "1001:555"), ("app:staff", "1001:50"), ("1001", "1001:555")],
)
def test_10_the_images_own_accounts(engine: Cli, user: str, numbers: str) -> None:
    engine.users.clear()
    assert users.of(engine, IMAGE, {"User": user}, "1000:555") == numbers
    assert engine.call("ps", "--all", "--quiet").split() == []
    with pytest.raises(JobFailure, match="MAP_USER_INVALID"):
        users.of(engine, IMAGE, {"User": "nobody"}, "1000:555")
