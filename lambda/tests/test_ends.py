"""Whole jobs whose MAP ends oddly or leaves odd things: numbers 4, 6, 8, 10 and 21."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from harness import Bench
from monai_runner import outputs, wiping
from monai_runner.failure import JobFailure
from monai_runner.settings import Limits, Settings
from studies import study_zip
from test_wiping import chain


def reason(bench: Bench) -> dict[str, Any]:
    return bench.json("failed/x.zip.reason.json")


class TestGivenBack:
    @pytest.mark.parametrize("mode", ["exit-137", "exit-143", "hidden-kill"])
    @pytest.mark.faults(operation="inference job", phase="RUN", fault="mode")
    def test_4_an_application_that_ends_itself_so_is_not_tried_for_ever(
        self, bench: Bench, mode: str
    ) -> None:
        bench.mode(mode)
        bench.send("input/x.zip", study_zip("P1"))
        bench.drain()
        why = reason(bench)
        assert why["code"] == "ATTEMPTS_EXHAUSTED" and "ended by a signal" in why["message"]
        assert "reading 3 files of patient DOE^JANE" in why["message"]
        assert len(bench.calls("run")) == 3 and bench.log_text().count("MAP_ENDED") == 2
        job = bench.job("input/x.zip")
        assert job.reason is not None and "DOE" not in job.reason.message

    @pytest.mark.parametrize("mode", ["vanish", "lost", "client-killed"])
    @pytest.mark.faults(operation="inference job", phase="RUN", fault="mode")
    def test_4_what_comes_from_outside_passes(self, bench: Bench, mode: str) -> None:
        bench.mode(mode)
        bench.settings["retrySeconds"] = 1.5
        bench.send("input/x.zip", study_zip("P1"))
        process = bench.start("drain")
        assert process.stderr is not None
        for line in process.stderr:
            if b"job-put-off" in line:
                assert json.loads(line)["code"] == "MAP_ENDED"
                bench.mode("ok")
        process.communicate(timeout=60)
        assert bench.job("input/x.zip").state == "DONE" and bench.keys("failed/") == []
        assert not list((bench.docker / "containers").iterdir())

    @pytest.mark.faults(operation="inference job", phase="RUN", fault="shutdown of the machine")
    def test_4_a_runner_that_is_told_to_end(self, bench: Bench) -> None:
        """The container ends first, as at a shutdown, and the runner hears of it then."""
        bench.mode("hang")
        bench.send("input/x.zip", study_zip("P1"))
        process = bench.start("run")
        containers = bench.docker / "containers"
        file = None
        while file is None:
            found = list(containers.glob("monai-*")) if containers.exists() else []
            file = next((f for f in found if "running" in f.read_text()), None)
            assert process.poll() is None
        os.kill(json.loads(file.read_text())["pid"], signal.SIGTERM)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        job = bench.job("input/x.zip")
        assert (job.state, job.attempts) == ("PENDING", 0)
        assert bench.keys("failed/") == [] and bench.keys("input/") == ["input/x.zip"]
        assert not list(containers.iterdir()) and bench.work_left() == []


class TestLastLines:
    def test_21_in_the_message_and_nowhere_else(self, bench: Bench) -> None:
        bench.mode("crash")
        bench.send("input/x.zip", study_zip("P1"))
        bench.drain()
        assert reason(bench)["message"] == (
            "the MAP's application exited with 3; the application's last lines: "
            "reading 3 files of patient DOE^JANE | Traceback: no CUDA device"
        )
        job = bench.job("input/x.zip")
        assert job.reason is not None
        assert job.reason.message == "the MAP's application exited with 3"
        assert "DOE" not in bench.log_text() and "CUDA" not in bench.log_text()
        ledger = [bench.read(key) for key in bench.keys(".monai/")]
        assert not any(b"DOE" in body or b"CUDA" in body for body in ledger)


class TestOutput:
    def test_8_endless_output_ends_with_the_time(self, bench: Bench) -> None:
        bench.mode("endless")
        bench.settings["limits"]["minutes"] = 0.03
        bench.send("input/x.zip", study_zip("P1"))
        bench.drain()
        why = reason(bench)
        assert why["code"] == "TIMED_OUT" and len(why["log"]) <= 20_000
        assert len(why["message"]) < 800

    def test_8_binary_output(self, bench: Bench) -> None:
        bench.mode("binary")
        bench.send("input/x.zip", study_zip("P1"))
        bench.drain()
        assert reason(bench)["code"] == "MAP_FAILED"
        assert reason(bench)["message"].isprintable()

    def test_8_a_child_that_holds_the_output(
        self, bench: Bench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("monai_runner.map_run._OUTPUT_SECONDS", 0.5)
        bench.mode("child")
        bench.send("input/x.zip", study_zip("P1"))
        try:
            bench.drain()
        finally:
            os.kill(int((bench.docker / "child").read_text()), signal.SIGKILL)
        assert bench.job("input/x.zip").state == "DONE"


class TestLeftBehind:
    def test_6_deep_outputs_and_the_next_patient(self, bench: Bench) -> None:
        bench.mode("deep")
        bench.send("input/x.zip", study_zip("P1"))
        bench.drain()
        assert reason(bench)["code"] == "OUTPUT_NAME"
        assert bench.work_left() == []
        bench.mode("ok")
        bench.send("input/y.zip", study_zip("P2"))
        bench.drain()
        assert bench.job("input/y.zip").state == "DONE"

    def test_6_a_start_wipes_what_a_killed_runner_left(self, bench: Bench) -> None:
        left = bench.folder / "work" / "jobs" / "old-1" / "output"
        left.mkdir(parents=True)
        chain(left, 3000)
        bench.send("input/x.zip", study_zip("P1"))
        bench.drain()
        assert bench.job("input/x.zip").state == "DONE" and bench.work_left() == []


class TestUser:
    @pytest.mark.parametrize(
        ("user", "given"), [("toor", "1000:1000"), ("app", "1001:1000"), ("00", "1000:1000")]
    )
    def test_10_in_numbers(self, bench: Bench, user: str, given: str) -> None:
        (bench.docker / "user").write_text(user)
        (bench.docker / "passwd").write_text("toor:x:0:5::/:\napp:x:1001:0::/:\n")
        (bench.docker / "group").write_text("root:x:0:\n")
        bench.send("input/x.zip", study_zip("P1"))
        bench.drain()
        (line,) = bench.calls("run")
        assert line[line.index("--user") + 1] == given
        assert not list((bench.docker / "containers").iterdir())

    def test_10_prepare_says_what_is_wrong(self, bench: Bench) -> None:
        (bench.docker / "user").write_text("nobody")
        (bench.docker / "passwd").write_text("root:x:0:0::/:\n")
        assert bench.run("prepare") == 3
        said = json.loads(bench.stdout)
        assert said["ready"] is False and "not in its /etc/passwd" in said["reason"]
        (bench.docker / "user").write_text("1000:1000")
        (bench.docker / "env").write_text("HOLOSCAN_INPUT_PATH=/in,readonly=false")
        assert bench.run("prepare") == 3
        said = json.loads(bench.stdout)
        assert "HOLOSCAN_INPUT_PATH is no plain absolute path" in said["reason"] and said["remedy"]


class TestStock:
    """What is looked at of the outputs is bounded, and nothing is passed over in silence."""

    def settings(self, **limits: int) -> Settings:
        return Settings(bucket="b", bucket_owner="0" * 12, image="", limits=Limits(**limits))

    def code(self, folder: Path, **limits: int) -> str:
        with pytest.raises(JobFailure) as caught:
            outputs.collect(folder, self.settings(**limits), "its log")
        assert caught.value.log == "its log"
        return caught.value.reason.code

    @pytest.mark.parametrize(
        ("depth", "name"), [(3000, "d"), (200, "d"), (40, "n" * 200), (2, "n" * 255)]
    )
    def test_6_deep(self, tmp_path: Path, depth: int, name: str) -> None:
        chain(tmp_path, depth, name)
        try:
            assert self.code(tmp_path) == "OUTPUT_NAME"
        finally:
            # pytest itself could not delete it later.
            assert wiping.remove(tmp_path / name) is None

    def test_6_many_folders_without_a_file(self, tmp_path: Path) -> None:
        for number in range(200):
            (tmp_path / str(number)).mkdir()
        assert self.code(tmp_path, files=10) == "OUTPUT_TOO_LARGE"

    def test_6_many_files(self, tmp_path: Path) -> None:
        for number in range(11):
            (tmp_path / str(number)).touch()
        assert self.code(tmp_path, files=10) == "OUTPUT_TOO_LARGE"

    @pytest.mark.parametrize("name", [b"\xff", b"\xed\xa0\x80", b"a\x80b"])
    def test_6_names_that_are_no_text(self, tmp_path: Path, name: bytes) -> None:
        os.close(os.open(os.fsencode(tmp_path) + b"/" + name, os.O_CREAT))
        assert self.code(tmp_path) == "OUTPUT_NAME"

    def test_not_to_be_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "x").touch()

        def refuse(file: Path) -> bool:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("monai_runner.dicom.is_dicom", refuse)
        assert self.code(tmp_path) == "OUTPUT_UNREADABLE"
