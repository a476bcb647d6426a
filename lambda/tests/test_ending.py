"""Issue kinds "a machine that stops is not a study's fault" and "limits hold": how a container's
end is judged, without an engine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from monai_runner import ending, kernel, shutdown
from monai_runner.ending import Ending, judge
from monai_runner.failure import JobFailure, Trouble
from monai_runner.tail import Tail

ID = "0123456789abcdef" * 4


class Said:
    """What the application printed."""

    def __init__(self, exit_code: int | None = None):
        self.exit_code = exit_code

    def text(self) -> str:
        return "its output"


def outcome(
    client: int,
    code: int = 0,
    printed: int | None = None,
    status: str = "exited",
    oom: bool = False,
    there: bool = True,
) -> str:
    state = {"Status": status, "ExitCode": code, "OOMKilled": oom}
    said: Any = Said(printed)
    try:
        judge(Ending(client, {"Id": ID, "State": state} if there else None, said))
    except (JobFailure, Trouble) as error:
        given_back = isinstance(error, Trouble)
        assert given_back or error.log == "its output"  # type: ignore[union-attr]
        return f"{'back' if given_back else 'failed'} {error.reason.code}"
    return "done"


@pytest.fixture(autouse=True)
def quiet_kernel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    log = tmp_path / "kmsg"
    log.touch()
    known = kernel.out_of_memory
    monkeypatch.setattr(kernel, "out_of_memory", lambda container: known(container, str(log)))
    return log


class TestWhoseFault:
    @pytest.mark.parametrize("code", [1, 2, 3, 125, 126, 127, 134, 135, 139, 255])
    def test_the_applications_own_codes(self, code: int) -> None:
        assert outcome(code, code) == "failed MAP_FAILED"
        assert outcome(0, 0, printed=code) == "failed MAP_FAILED"

    @pytest.mark.parametrize("code", [129, 130, 137, 143])
    def test_4_codes_of_signals_are_given_back(self, code: int) -> None:
        assert outcome(code, code) == "back MAP_ENDED"
        assert outcome(0, 0, printed=code) == "back MAP_ENDED", "the entry point hides it"
        assert outcome(0, 0, printed=128 - code) == "back MAP_ENDED", "as Python has them"

    @pytest.mark.parametrize("client", [-9, -15, -2, -1])
    @pytest.mark.parametrize(("status", "code"), [("running", 0), ("exited", 0), ("exited", 3)])
    def test_4_a_client_that_was_killed(self, client: int, status: str, code: int) -> None:
        assert outcome(client, code, status=status) == "back MAP_ENDED"

    @pytest.mark.parametrize("client", [0, 1, 137, 143, -9])
    def test_4_a_container_that_is_gone(self, client: int) -> None:
        assert outcome(client, there=False) == "back MAP_ENDED"

    @pytest.mark.parametrize("status", ["running", "dead", "removing", "paused", "stopping", ""])
    def test_4_an_engine_that_lost_it(self, status: str) -> None:
        assert outcome(125, status=status) == "back MAP_ENDED"
        assert outcome(1, status=status) == "back MAP_ENDED"

    def test_4_a_client_that_was_cut_off(self) -> None:
        # docker: "error waiting for container: unexpected EOF", and the container ended later.
        assert outcome(125, 0) == outcome(125, 143) == outcome(1, 0) == "back MAP_ENDED"

    def test_an_engine_that_cannot_start_it(self) -> None:
        assert outcome(125, there=False) == "back CONTAINER_ENGINE"
        assert outcome(125, status="created") == "back CONTAINER_ENGINE"
        assert outcome(127, status="created") == outcome(126, status="created")
        assert outcome(127, status="created") == "failed MAP_FAILED"

    def test_done(self) -> None:
        assert (
            outcome(0)
            == outcome(0, status="stopped")
            == outcome(0, printed=0)
            == outcome(0, oom=True)
            == "done"
        )


class TestOutOfMemory:
    def line(self, constraint: str, memcg: str, task: str) -> str:
        return (
            f"6,415,655583628,-;oom-kill:constraint={constraint},nodemask=(null),"
            f"cpuset={task},mems_allowed=0,{memcg},task_memcg={task},task=python,pid=7,uid=0\n"
        )

    def own(self, container: str = ID) -> str:
        group = f"/docker/{container}"
        return self.line("CONSTRAINT_MEMCG", f"oom_memcg={group}", group)

    def test_4_its_own_limit_is_its_fault(self, quiet_kernel: Path) -> None:
        assert outcome(137, 137, oom=True) == "failed MAP_KILLED"
        assert outcome(1, 1, oom=True) == "failed MAP_KILLED", "a worker of it was killed"
        quiet_kernel.write_text(self.own())
        assert outcome(137, 137) == "failed MAP_KILLED", "podman does not tell"
        assert outcome(0, 0, printed=-9) == "failed MAP_KILLED"

    @pytest.mark.parametrize(
        "driver", ["/docker/{}", "/system.slice/docker-{}.scope", "/p/libpod-{}"]
    )
    def test_4_the_machines_memory_is_not(self, quiet_kernel: Path, driver: str) -> None:
        task = driver.format(ID)
        for memcg in ("global_oom", "oom_memcg=/system.slice", "oom_memcg=/"):
            for constraint in ("CONSTRAINT_NONE", "CONSTRAINT_MEMCG", "CONSTRAINT_CPUSET"):
                quiet_kernel.write_text("6,1,1,-;x\n" + self.line(constraint, memcg, task))
                # On cgroup v2 docker says OOMKilled then, too.
                assert outcome(137, 137, oom=True) == "back MACHINE_MEMORY", memcg
                assert outcome(1, 1) == "back MACHINE_MEMORY"

    def test_anothers_memory_says_nothing(self, quiet_kernel: Path) -> None:
        quiet_kernel.write_text(self.own("f" * 64))
        assert outcome(137, 137) == "back MAP_ENDED"
        assert outcome(1, 1) == "failed MAP_FAILED"
        assert kernel.out_of_memory("") == ""

    def test_no_log_of_the_kernel(self, tmp_path: Path) -> None:
        assert list(kernel._records(str(tmp_path / "none"))) == []


class TestOutput:
    """Number 8: whatever is printed, reading it ends and takes bounded memory."""

    def read(self, program: str, seconds: float = 30) -> tuple[Tail, bool]:
        process = subprocess.Popen(
            [sys.executable, "-SEc", program], stdout=subprocess.PIPE, start_new_session=True
        )
        assert process.stdout is not None
        tail = Tail(process.stdout)
        process.wait(60)
        ended = tail.close(seconds)
        if not ended:
            os.killpg(process.pid, 9)
        return tail, ended

    def test_8_a_child_holds_it_open(self) -> None:
        held = "import os,time\nprint('said', flush=True)\nif os.fork()==0: time.sleep(600)"
        tail, ended = self.read(held, 1)
        assert not ended and tail.text() == "said\n"

    def test_8_a_child_goes_on_printing(self) -> None:
        endless = "import os\nif os.fork()==0:\n while True: os.write(1, b'x'*65536)"
        tail, ended = self.read(endless, 1)
        assert not ended and 0 < len(tail.text()) <= 256 * 1024

    @pytest.mark.parametrize("piece", [b"x" * 65536, b"\n", b"\r10%", b"\x00\xff\x1b[", b"ab\n"])
    def test_8_much_output_of_any_kind(self, piece: bytes) -> None:
        much = f"import os\np={piece!r}*20\nfor _ in range(8<<20 >> 10): os.write(1, p[:1024])"
        tail, ended = self.read(much + "\nprint('\\nApplication exited with 7.')")
        assert ended and tail.exit_code == 7
        assert len(tail.text().encode()) <= 3 * 256 * 1024
        assert len(tail._chunks) <= 64 * 1024

    def test_an_exit_code_in_two_pieces(self) -> None:
        halves = "import os,sys,time\nos.write(1,b'Application exi');time.sleep(.6)\n"
        tail, _ = self.read(halves + "os.write(1,b'ted with -9.\\n')")
        assert tail.exit_code == -9


class TestShutdown:
    def test_4_the_runner_is_told_a_moment_later(self) -> None:
        answers = iter(["", "", "signal"])
        assert shutdown.reason(lambda: next(answers), 30) == "signal"

    def test_asked_once_without_patience(self) -> None:
        asked: list[int] = []
        assert shutdown.reason(lambda: asked.append(1) or "", 0) == ""  # type: ignore[func-returns-value]
        assert len(asked) == 1

    @pytest.mark.parametrize(("state", "why"), [("stopping", True), ("running", False)])
    def test_4_the_system_goes_down(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str, why: bool
    ) -> None:
        (tmp_path / "systemctl").write_text(f"#!/bin/sh\necho {state}\nexit 1\n")
        (tmp_path / "systemctl").chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
        monkeypatch.setattr(Path, "is_dir", lambda self: True)
        assert bool(shutdown.reason(lambda: "", 0)) is why


def test_codes_are_told_apart() -> None:
    assert not ending._SIGNALLED & {0, 1, 125, 126, 127, 134, 139}
