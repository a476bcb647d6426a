"""The runner killed with SIGKILL at every point: after a restart each job ends once."""

from __future__ import annotations

import json
import signal
import threading
import time
from typing import Any

import pytest

from harness import Bench
from imaging_stub import ImagingStub
from monai_runner.killpoint import FAILURE_POINTS, POINTS
from studies import study_zip


def events(bench: Bench, name: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in bench.log_text().splitlines() if line.startswith("{")]
    return [line for line in lines if line["event"] == name]


class TestKilled:
    @pytest.mark.parametrize("point", POINTS)
    @pytest.mark.faults(operation="inference job", phase="point", fault="SIGKILL of the runner")
    def test_a_job_that_succeeds(self, bench: Bench, point: str) -> None:
        with ImagingStub(bench.s3, bench.bucket) as imaging:
            imaging.serve(bench)
            bench.send("input/a/x.zip", study_zip("P1"))
            assert bench.run("drain", MONAI_RUNNER_KILL_AT=point) == -signal.SIGKILL, point
            bench.drain()
            job = bench.job("input/a/x.zip")
            assert (job.state, job.reason) == ("DONE", None)
            assert job.attempts == (1 if point in ("done", "closed") else 2)
            assert job.input_moved_to == "inferred/a/x.zip"
            assert job.health_imaging is not None and job.health_imaging["state"] == "DONE"
            # Twice at the service would be two image sets of the same study.
            assert sorted(imaging.imported) == [f"{job.id}-input", f"{job.id}-results"]
        listed = bench.json("results/a/x.zip/result.json")["outputs"]
        there = {k.removeprefix("results/a/x.zip/") for k in bench.keys("results/")}
        assert {output["name"] for output in listed} == there - {"result.json", "log.txt"}
        assert bench.keys("input/") == [] and bench.keys("failed/") == []
        assert bench.keys("inferred/") == ["inferred/a/x.zip"]
        assert bench.keys(".monai/open/") == [] and bench.keys(".monai/staging/") == []
        assert bench.work_left() == []
        # Once the manifest stands, nothing is inferred again.
        after = POINTS.index(point) >= POINTS.index("manifest")
        assert len(bench.calls("run")) == (
            1 if after or POINTS.index(point) < POINTS.index("running") else 2
        )

    @pytest.mark.parametrize("point", FAILURE_POINTS)
    @pytest.mark.faults(
        operation="inference job that fails", phase="point", fault="SIGKILL of the runner"
    )
    def test_a_job_that_fails(self, bench: Bench, point: str) -> None:
        bench.send("input/a/x.zip", b"no archive")
        assert bench.run("drain", MONAI_RUNNER_KILL_AT=point) == -signal.SIGKILL, point
        bench.drain()
        job = bench.job("input/a/x.zip")
        assert job.state == "FAILED" and job.reason is not None
        assert job.reason.code == "ARCHIVE_BROKEN"
        assert bench.keys("failed/") == ["failed/a/x.zip", "failed/a/x.zip.reason.json"]
        assert bench.keys("input/") == [] and bench.keys("results/") == []
        assert bench.keys(".monai/open/") == [] and bench.work_left() == []

    @pytest.mark.faults(
        operation="inference job", phase="ran", fault="SIGKILL of the runner each time"
    )
    def test_one_that_always_kills_the_runner_does_not_go_on_for_ever(self, bench: Bench) -> None:
        bench.send("input/x.zip", study_zip("P1"))
        for _ in range(3):
            assert bench.run("drain", MONAI_RUNNER_KILL_AT="ran") == -signal.SIGKILL
        bench.drain()
        reason = bench.json("failed/x.zip.reason.json")
        assert reason["code"] == "ATTEMPTS_EXHAUSTED" and reason["attempts"] == 4
        assert bench.job("input/x.zip").state == "FAILED"

    @pytest.mark.parametrize("point", ["staged", "import-started"])
    @pytest.mark.faults(
        operation="inference job", phase="point", fault="SIGKILL of the runner each time"
    )
    def test_an_import_that_always_kills_the_runner_costs_no_result(
        self, bench: Bench, point: str
    ) -> None:
        with ImagingStub(bench.s3, bench.bucket) as imaging:
            imaging.serve(bench)
            bench.send("input/x.zip", study_zip("P1"))
            for _ in range(3):
                assert bench.run("drain", MONAI_RUNNER_KILL_AT=point) == -signal.SIGKILL
            bench.drain()
        job = bench.job("input/x.zip")
        assert job.state == "DONE" and job.health_imaging is not None
        assert job.health_imaging["state"] == "FAILED"
        assert job.input_moved_to == "inferred/x.zip" and bench.keys("results/x.zip/dicom/")
        assert len(bench.calls("run")) == 1 and bench.keys(".monai/staging/") == []


class TestTwoRunners:
    @pytest.mark.faults(operation="inference job", phase="all", fault="two runners on one machine")
    def test_two_at_once_on_one_machine(self, bench: Bench) -> None:
        for number in range(6):
            bench.send(f"input/{number}.zip", study_zip(f"P{number}"))
        both = [bench.start("drain") for _ in range(2)]
        codes = [process.wait(120) for process in both]
        errors = [process.stderr.read() if process.stderr else b"" for process in both]
        for process in both:
            process.communicate()
        assert codes == [0, 0], errors
        assert len(bench.calls("run")) == 6
        assert {job.state for job in bench.jobs()} == {"DONE"}

    @pytest.mark.faults(operation="inference job", phase="all", fault="two machines")
    def test_two_machines_share_the_work(self, bench: Bench, tmp_path: Any) -> None:
        for number in range(8):
            bench.send(f"input/{number}.zip", study_zip(f"P{number}"))
        first = bench.start("drain")
        bench.settings.update(
            workFolder=str(tmp_path / "work2"),
            runFolder=str(tmp_path / "run2"),
            logFolder=str(tmp_path / "log2"),
        )
        # The settings file is read at the start only.
        while not (tmp_path / "work" / "lock").exists():
            assert first.poll() is None
            threading.Event().wait(0.02)
        bench.drain()
        first.communicate(timeout=120)
        assert {job.state for job in bench.jobs()} == {"DONE"}
        assert len(bench.calls("run")) == 8

    @pytest.mark.faults(
        operation="inference job", phase="ran", fault="machine terminated, another takes over"
    )
    def test_another_machines_job_is_taken_only_when_its_lease_ran_out(
        self, bench: Bench, tmp_path: Any
    ) -> None:
        bench.settings["leaseSeconds"] = 3
        bench.settings["pollSeconds"] = 1
        bench.send("input/x.zip", study_zip("P1"))
        assert bench.run("drain", MONAI_RUNNER_KILL_AT="ran") == -signal.SIGKILL
        bench.settings["workFolder"] = str(tmp_path / "work2")
        bench.drain()  # the lease is not over: it is not ours to wait for
        assert bench.job("input/x.zip").state == "RUNNING"
        process = bench.start("run")
        deadline = time.monotonic() + 60
        while bench.job("input/x.zip").state != "DONE":
            assert process.poll() is None and time.monotonic() < deadline
            threading.Event().wait(0.1)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        assert process.returncode == 0
        assert bench.job("input/x.zip").attempts == 2


class TestDaemon:
    @pytest.mark.faults(operation="inference job", phase="RUN", fault="SIGTERM of the runner")
    def test_a_job_goes_back_on_sigterm(self, bench: Bench) -> None:
        bench.mode("hang")
        bench.send("input/x.zip", study_zip("P1"))
        process = bench.start("run")
        deadline = time.monotonic() + 60
        while not list(bench.docker.glob("containers/*")):
            assert process.poll() is None and time.monotonic() < deadline
            threading.Event().wait(0.05)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        assert process.returncode == 0
        job = bench.job("input/x.zip")
        assert (job.state, job.attempts, job.lease) == ("PENDING", 0, None)
        assert not list(bench.docker.glob("containers/*")) and bench.work_left() == []
        bench.mode("ok")
        bench.drain()
        assert bench.job("input/x.zip").state == "DONE"

    def test_wake_starts_one_and_then_rings_it(self, bench: Bench) -> None:
        bench.settings["pollSeconds"] = 3600
        bench.send("input/x.zip", study_zip("P1"))
        assert bench.run("wake") == 0
        try:
            self.wait_for(bench, "input/x.zip")
            bench.send("input/y.zip", study_zip("P2"))
            assert bench.run("wake") == 0
            self.wait_for(bench, "input/y.zip")
        finally:
            self.end(bench)

    @staticmethod
    def wait_for(bench: Bench, key: str) -> None:
        deadline = time.monotonic() + 60
        while bench.job(key).state != "DONE":
            assert time.monotonic() < deadline, bench.log_text()
            threading.Event().wait(0.05)

    @staticmethod
    def end(bench: Bench) -> None:
        (started,) = events(bench, "runner-started")
        process = int(started["pid"])
        import os

        os.kill(process, signal.SIGTERM)
        deadline = time.monotonic() + 60
        while not events(bench, "runner-ended"):
            assert time.monotonic() < deadline
            threading.Event().wait(0.05)

    def test_one_job_for_a_batch_container(self, bench: Bench) -> None:
        bench.send("input/x.zip", study_zip("P1"))
        bench.send("input/y.zip", b"broken")
        good, bad = bench.job("input/x.zip").id, bench.job("input/y.zip").id
        assert bench.run("job", good) == 0
        assert bench.job("input/y.zip").state == "PENDING"
        assert bench.run("job", bad) == 1
        assert bench.run("job", good) == 0, "over already"
        assert bench.run("job", "0" * 40) == 3
        assert bench.run("job", "../x") == 2
        assert bench.run("job") == 2
