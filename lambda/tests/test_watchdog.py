"""Issue number 6, the watchdog on the machine: a runner that does not get on is restarted once,
then the machine is stopped, and the ledger says so."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

from harness import ROOT, Bench
from monai_ledger.job import Job
from monai_ledger.notes import HEARTBEAT, WATCHDOG, Notes
from monai_ledger.store import Store
from monai_runner import heartbeat, watchdog
from monai_runner.heartbeat import Heartbeat, seconds_up
from monai_runner.settings import Settings
from monai_runner.watchdog import Means, State, Verdict, look

INSTALLED = ROOT / "runner"


class Machine:
    """A machine whose runner does what a test says, looked at each minute."""

    def __init__(self, idle_minutes: float = 15):
        self.now, self.idle_minutes = 100.0, idle_minutes
        self.state = State(first=100.0)
        self.beat: dict[str, Any] | None = None
        self.pid = 0
        self.done: list[tuple[str, float]] = []
        self.reports: list[tuple[str, str]] = []
        self.stop_works = self.is_ec2 = True
        self.restart_mends = False

    def runs(self, healthy: float = 1800, idle: float | None = None, anew: bool = False) -> None:
        self.pid += anew or not self.pid
        self.beat = {
            "at": self.now,
            "healthyUntil": self.now + healthy,
            "started": self.pid,
            "pid": self.pid,
            "idleSince": idle,
        }

    def act(self, what: str, answer: bool) -> bool:
        self.done.append((what, self.now))
        if what == "restart" and self.restart_mends:
            self.runs(10**9, anew=True)
        return answer

    def report(self, what: str, verdict: Verdict) -> None:
        self.reports.append((what, verdict.code))

    def minutes(self, count: int, each: Any = lambda: None) -> str:
        means = Means(
            lambda: self.act("restart", True),
            lambda: self.act("stop", self.stop_works),
            lambda: self.is_ec2,
            lambda: self.act("off", True),
            self.report,
        )
        answer = ""
        for _ in range(count):
            each()
            answer = look(self.state, self.beat, self.now, self.idle_minutes, means)
            self.now += 60
        return answer

    def deeds(self) -> list[str]:
        return [what for what, _ in self.done]


class TestLook:
    def test_6_a_runner_that_gets_on_is_left_alone(self) -> None:
        machine = Machine()
        assert machine.minutes(24 * 60, machine.runs) == "fine"
        assert not machine.done and not machine.reports

    def test_6_a_map_within_its_time_is_progress(self) -> None:
        machine = Machine()
        machine.runs(healthy=40 * 3600)
        machine.minutes(39 * 60)
        assert not machine.done

    def test_6_a_runner_that_never_comes_up_is_restarted_once_then_the_machine_stops(self) -> None:
        machine = Machine()
        assert machine.minutes(50) == "stopping"
        assert machine.deeds() == ["restart", "stop"]
        assert [code for _, code in machine.reports] == ["NO_RUNNER", "NO_RUNNER"]
        (_, restarted), (_, stopped) = machine.done
        assert restarted >= 1200 and stopped - restarted >= 1200

    def test_6_a_runner_that_crashes_at_each_start_although_it_beats_before(self) -> None:
        machine = Machine()
        machine.minutes(35, lambda: machine.runs(anew=True))
        assert machine.deeds() == ["restart", "stop"]
        assert {code for _, code in machine.reports} == {"RESTARTS"}

    def test_6_a_few_starts_are_no_loop(self) -> None:
        machine = Machine()
        for _ in range(30):
            machine.minutes(1, lambda: machine.runs(anew=True))
            machine.minutes(9, machine.runs)
        assert not machine.done

    def test_6_a_restart_that_helps(self) -> None:
        machine = Machine()
        machine.runs()
        machine.restart_mends = True
        assert machine.minutes(300) == "fine"
        assert machine.deeds() == ["restart"]

    def test_6_the_same_again_a_day_later_gets_a_restart_again(self) -> None:
        machine = Machine()
        machine.runs()
        machine.restart_mends = True
        machine.minutes(24 * 60)
        machine.runs()
        machine.minutes(60)
        assert machine.deeds() == ["restart", "restart"]

    def test_6_ec2_refuses_the_stop(self) -> None:
        machine = Machine()
        machine.stop_works = False
        machine.minutes(50)
        assert machine.deeds()[:3] == ["restart", "stop", "off"]
        assert machine.reports[-1][0].startswith("the machine is powered off")

    def test_6_ec2_takes_the_stop_and_nothing_happens(self) -> None:
        machine = Machine()
        machine.minutes(70)
        assert machine.deeds() == ["restart", "stop", "off"]
        assert machine.done[2][1] - machine.done[1][1] >= 900

    def test_6_a_machine_of_ones_own_is_never_powered_off(self) -> None:
        machine = Machine()
        machine.stop_works = machine.is_ec2 = False
        machine.minutes(600)
        assert "off" not in machine.deeds()
        assert machine.reports[-1][0] == "the machine could not be stopped"
        assert len(machine.reports) < 60, "not each minute"

    def test_6_a_machine_that_is_never_to_stop(self) -> None:
        machine = Machine(idle_minutes=0)
        machine.minutes(24 * 60)
        assert set(machine.deeds()) == {"restart"} and len(machine.done) <= 4

    def test_6_idle_and_not_stopped_needs_no_restart(self) -> None:
        machine = Machine()
        machine.minutes(50, lambda: machine.runs(idle=100.0))
        assert machine.deeds() == ["stop"] and machine.reports[-1][1] == "NOT_STOPPED"


class TestHeartbeat:
    @pytest.fixture
    def jobs(self) -> list[Job]:
        return []

    @pytest.fixture
    def pulse(self, s3: Any, bucket: str, tmp_path: Path, jobs: list[Job]) -> Any:
        settings = Settings(
            bucket=bucket,
            bucket_owner="000000000000",
            image="x@sha256:" + "a" * 64,
            run_folder=str(tmp_path),
        )
        self.now = 5000.0
        notes = Notes(Store(s3, bucket), ".monai/")
        return Heartbeat(settings, notes, lambda: jobs, lambda: False, lambda: self.now), notes

    def beat(self, pulse: Heartbeat, folder: Path) -> dict[str, Any] | None:
        pulse.beat()
        return watchdog.read_beat(folder / heartbeat.FILE, self.now)

    def test_6_a_start_alone_is_no_sign_of_life(self, pulse: Any, tmp_path: Path) -> None:
        assert self.beat(pulse[0], tmp_path) is None

    def test_6_a_look_that_succeeds_is(self, pulse: Any, tmp_path: Path) -> None:
        pulse[0].looked(busy=False)
        beat = self.beat(pulse[0], tmp_path)
        assert beat and beat["healthyUntil"] == 5000 + heartbeat.LOOK_SECONDS
        assert beat["idleSince"] == 5000
        self.now += 600  # it beats on, but the ledger is out of reach
        again = self.beat(pulse[0], tmp_path)
        assert again and again["healthyUntil"] == beat["healthyUntil"]

    def test_6_a_phase_has_its_time_from_its_beginning(
        self, pulse: Any, tmp_path: Path, jobs: list[Job]
    ) -> None:
        job = Job("a" * 40, "b", "k", "e", 1, None, None, "event", "t", phase="RUN")
        for minute in range(200):
            jobs[:] = [job.with_changes(updated=str(minute), write=str(minute))]
            pulse[0].looked(busy=True)
            beat = self.beat(pulse[0], tmp_path)
            self.now += 60
        assert beat and beat["healthyUntil"] == 5000 + 60 * 60 + 3600 < self.now
        jobs[:] = [job.with_changes(phase="RESULTS")]
        after = self.beat(pulse[0], tmp_path)
        assert after and after["healthyUntil"] > self.now

    def test_6_the_ledger_hears_of_it(self, pulse: Any, tmp_path: Path) -> None:
        pulse[0].looked(busy=True)
        pulse[0].beat()
        note = pulse[1].read(HEARTBEAT)
        assert note and note["stops"] is True and note["heldAt"] is None and note["at"]

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "{",
            "[]",
            "null",
            '{"at": 1}',
            "[" * 100_000,
            '{"at": "x", "healthyUntil": 1}',
            '{"at": 1e9, "healthyUntil": 9e9, "started": 1, "pid": 1}',
        ],
    )
    def test_6_a_beat_that_cannot_be_read_is_none(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "beat").write_text(text)
        assert watchdog.read_beat(tmp_path / "beat", 100.0) is None

    @pytest.mark.parametrize(
        "text", ["", "[]", '{"first": "x"}', '{"first": 1, "starts": [5]}', '{"first": 9e9}']
    )
    def test_6_a_state_that_cannot_be_read_is_fresh(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "state").write_text(text)
        assert watchdog.read_state(tmp_path / "state", 100.0) == State(first=100.0)


class Box:
    """The folders and commands of a machine; the watchdog runs as a process."""

    def __init__(self, bench: Bench, folder: Path):
        self.bench, self.folder = bench, folder
        for name in ("bin", "run", "disk", "sys/class/dmi/id"):
            (folder / name).mkdir(parents=True)
        self.vendor("Amazon EC2")
        self.command("systemctl", f'echo "$@" >>"{folder}/systemctl"')
        self.environment = {
            "RUNTIME_DIRECTORY": str(folder / "run"),
            "STATE_DIRECTORY": str(folder / "disk"),
            "MONAI_SYS": str(folder / "sys"),
            "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:9",
        }
        bench.settings["stop"] = "ec2"

    def vendor(self, name: str) -> None:
        (self.folder / "sys/class/dmi/id/sys_vendor").write_text(name + "\n")

    def command(self, name: str, script: str) -> None:
        file = self.folder / "bin" / name
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)

    def state(self, **fields: Any) -> None:
        file = self.folder / "run/state.json"
        file.write_text(json.dumps({"first": 0.0, "starts": [], **fields}))

    def look(self, **environment: str) -> str:
        assert self.bench.run("watchdog", **{**self.environment, **environment}) == 0
        return self.bench.stdout.decode().strip()

    def shell(self, watchdog_script: str, **environment: str) -> int:
        """The script of the timer, with a stand-in for the installed program."""
        self.command("monai-runner", watchdog_script)
        settings = self.bench.folder / "settings.json"
        settings.write_text(json.dumps(self.bench.settings))
        env = {**os.environ, **self.environment, "MONAI_RUNNER_SETTINGS": str(settings)}
        script = INSTALLED / "bin/monai-runner-watchdog"
        return subprocess.run(["sh", str(script)], env={**env, **environment}).returncode

    def systemctl(self) -> list[str]:
        file = self.folder / "systemctl"
        return file.read_text().splitlines() if file.exists() else []

    def incidents(self) -> list[dict[str, Any]]:
        note = Notes(Store(self.bench.s3, self.bench.bucket), ".monai/").read(WATCHDOG)
        return note["records"] if note else []


@pytest.fixture
def box(bench: Bench, tmp_path: Path) -> Box:
    return Box(bench, tmp_path / "box")


class TestProcess:
    def test_6_no_runner_is_restarted_then_stopped(self, box: Box) -> None:
        assert box.look() == "fine"
        box.state()
        assert box.look() == "restarted"
        assert box.systemctl() == ["restart --no-block monai-runner.service"]
        assert box.look() == "waiting"
        box.state(restarted=max(0.0, seconds_up() - 1300))
        assert box.look() == "off", "EC2 is not to be asked here"
        assert box.systemctl()[-1] == "poweroff"
        last = box.incidents()[-1]
        assert last["by"] == "watchdog" and last["code"] == "NO_RUNNER" and "hold" in last["remedy"]

    def test_6_settings_that_cannot_be_read_do_not_keep_it_from_stopping(self, box: Box) -> None:
        box.bench.settings["limits"] = "none"
        assert box.bench.run("run") == 2, "the runner ends at each start"
        box.state(restarted=max(0.0, seconds_up() - 1300))
        assert box.look() == "off" and box.systemctl() == ["poweroff"]
        # Told later, when it can be.
        assert json.loads((box.folder / "disk/watchdog.json").read_text())["code"] == "NO_RUNNER"
        del box.bench.settings["limits"]
        box.look()
        assert box.incidents()[0]["code"] == "NO_RUNNER"
        assert not (box.folder / "disk/watchdog.json").exists()

    def test_6_s3_out_of_reach(self, box: Box) -> None:
        box.state(restarted=max(0.0, seconds_up() - 1300))
        assert box.look(AWS_ENDPOINT_URL="http://127.0.0.1:9") == "off"
        assert (box.folder / "disk/watchdog.json").exists()

    def test_6_a_full_disk(self, box: Box) -> None:
        box.state(restarted=max(0.0, seconds_up() - 1300))
        shutil.rmtree(box.folder / "disk")
        assert box.look(AWS_ENDPOINT_URL="http://127.0.0.1:9") == "off"

    def test_6_held_by_the_file(self, box: Box) -> None:
        (box.bench.folder / "hold").touch()
        box.state(restarted=max(0.0, seconds_up() - 1300))
        assert box.look() == "held" and not box.systemctl()
        assert box.bench.json(".monai/machine/heartbeat.json")["heldAt"]

    def test_6_a_report_on_the_disk_that_is_rubbish_goes(self, box: Box) -> None:
        (box.folder / "disk/watchdog.json").write_bytes(b"\xff{")
        assert box.look() == "fine"
        assert not (box.folder / "disk/watchdog.json").exists()

    def test_6_the_runner_beats_and_the_watchdog_sees_it(self, box: Box) -> None:
        process = box.bench.start("run")
        drained = threading.Thread(target=process.communicate)
        drained.start()
        beat = Path(box.bench.settings["runFolder"]) / heartbeat.FILE
        try:
            for _ in range(600):
                if beat.exists() or process.poll() is not None:
                    break
                threading.Event().wait(0.1)
            box.state()
            assert box.look() == "fine" and beat.exists()
            assert box.bench.json(".monai/machine/heartbeat.json")["healthyUntil"]
        finally:
            process.terminate()
            drained.join()


class TestShell:
    BROKEN = "exit 127"

    def failing_for(self, box: Box, seconds: float) -> None:
        (box.folder / "run/failing").write_text(f"{int(seconds_up() - seconds)}\n")

    def test_6_a_watchdog_that_runs_is_all_there_is_to_it(self, box: Box) -> None:
        self.failing_for(box, 5000)
        assert box.shell('[ "$1" = watchdog ]') == 0
        assert not (box.folder / "run/failing").exists() and not box.systemctl()

    def test_6_a_python_that_is_broken_powers_off_after_half_an_hour(self, box: Box) -> None:
        assert box.shell(self.BROKEN) == 1 and not box.systemctl()
        since = (box.folder / "run/failing").read_text()
        assert box.shell(self.BROKEN) == 1
        assert (box.folder / "run/failing").read_text() == since
        self.failing_for(box, 1700)
        assert box.shell(self.BROKEN) == 1 and not box.systemctl()
        self.failing_for(box, 1900)
        box.shell(self.BROKEN)
        assert box.systemctl() == ["poweroff"]
        # The next watchdog that runs hands it in.
        (box.folder / "bin/monai-runner").unlink()
        box.look()
        assert box.incidents()[0]["code"] == "WATCHDOG_BROKEN"

    @pytest.mark.parametrize("why", ["hold", "none", "idle", "idle0", "vendor"])
    def test_6_what_keeps_it_from_powering_off(self, box: Box, why: str) -> None:
        self.failing_for(box, 1900)
        if why == "hold":
            (box.bench.folder / "hold").touch()
        elif why == "none":
            box.bench.settings["stop"] = "none"
        elif why.startswith("idle"):
            box.bench.settings["idleMinutes"] = 0 if why == "idle" else 0.0
        else:
            box.vendor("Dell Inc.")
        assert box.shell(self.BROKEN) == 1 and not box.systemctl()

    @pytest.mark.parametrize("minutes", [0.5, 10, 0.05])
    def test_6_an_idle_time_that_only_begins_with_a_zero(self, box: Box, minutes: float) -> None:
        self.failing_for(box, 1900)
        box.bench.settings["idleMinutes"] = minutes
        box.shell(self.BROKEN)
        assert box.systemctl() == ["poweroff"]

    def test_6_a_note_that_is_rubbish(self, box: Box) -> None:
        (box.folder / "run/failing").write_text("$(touch x) rm -rf")
        assert box.shell(self.BROKEN) == 1 and not box.systemctl()

    def test_6_a_disk_that_is_full(self, box: Box) -> None:
        self.failing_for(box, 1900)
        shutil.rmtree(box.folder / "disk")
        box.shell(self.BROKEN)
        assert box.systemctl() == ["poweroff"]


def test_6_the_units_are_right(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not here")
    for unit in (INSTALLED / "systemd").iterdir():
        text = unit.read_text().replace("/usr/local/bin/", f"{INSTALLED}/bin/")
        (tmp_path / unit.name).write_text(text)
    units = [str(file) for file in sorted(tmp_path.iterdir())]
    ended = subprocess.run(
        [program, "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    ours = [line for line in ended.stderr.splitlines() if "monai" in line]
    assert ended.returncode == 0 and not ours, ended.stderr
