"""Strangers' uploads, and many at once."""

from __future__ import annotations

import json
import random
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from harness import Bench
from hostile import Case, all_cases
from monai_ledger.job import Job
from studies import series


def filed(bench: Bench, job: Job) -> str:
    """The key the job says its input went to; it must be there."""
    assert job.input_moved_to, job.key
    bench.s3.head_object(Bucket=bench.bucket, Key=job.input_moved_to)
    return job.input_moved_to


def check_result(bench: Bench, case: Case, job: Job) -> None:
    assert (job.state, job.reason) == ("DONE", None), (case.key, job.reason)
    assert job.results_prefix is not None and job.results_prefix.startswith("results/")
    manifest = bench.json(job.results_prefix + "result.json")
    assert manifest["job"] == job.id and manifest["input"]["key"] == case.key
    names = sorted(output["name"] for output in manifest["outputs"])
    assert names == ["dicom/seg.dcm", "files/stl/mesh.stl"]
    body = bench.read(job.results_prefix + "dicom/seg.dcm")
    assert f"Name^{case.patient}".encode() in body, f"another patient's result for {case.key!r}"
    assert bench.read(filed(bench, job)) == case.body
    assert filed(bench, job).startswith("inferred/")


def check_failure(bench: Bench, case: Case, job: Job) -> None:
    assert job.state == "FAILED" and job.reason is not None, case.key
    assert job.reason.code == case.code, (case.key, job.reason)
    assert filed(bench, job).startswith("failed/")
    assert bench.read(filed(bench, job)) == case.body
    why = bench.json(filed(bench, job) + ".reason.json")
    assert (why["code"], why["job"]) == (case.code, job.id) and why["message"]
    assert job.attempts == 1 and job.results_prefix is None


class TestHostile:
    @pytest.mark.line_breaks
    def test_two_hundred_uploads(self, bench: Bench, tmp_path: Path) -> None:
        trap = tmp_path / "trap"
        trap.mkdir()
        cases = all_cases(trap)
        assert len(cases) >= 200 and len({case.key for case in cases}) == len(cases)
        records = [bench.upload(case.key, case.body) for case in cases]
        # Overwritten before they were read, and told of in the wrong order.
        overwritten = [f"input/again/{number}.dcm" for number in range(10)]
        for key in overwritten:
            records.append(bench.upload(key, series("OLD", 1)[0]))
        for number, key in enumerate(overwritten):
            case = Case(key, series(f"NEW{number}", 1)[0], patient=f"NEW{number}")
            cases.append(case)
            records.append(bench.upload(key, case.body))
        records += records[::7]  # delivered twice
        random.Random(4711).shuffle(records)
        for start in range(0, len(records), 10):
            bench.tell(*records[start : start + 10])
        bench.tell(*records[::11])
        bench.settings["slots"] = 4
        bench.drain()

        jobs: dict[str, list[Job]] = {}
        for job in bench.jobs():
            jobs.setdefault(job.key, []).append(job)
        assert set(jobs) == {case.key for case in cases}
        for case in cases:
            newest, *older = sorted(jobs[case.key], key=lambda j: j.sequencer or "", reverse=True)
            assert len(older) == (1 if case.key in overwritten else 0)
            for job in older:
                assert job.reason is not None and job.reason.code == "SUPERSEDED"
            if case.code:
                check_failure(bench, case, newest)
            else:
                check_result(bench, case, newest)
        good = [case for case in cases if not case.code]
        assert len(bench.calls("run")) == len(good)
        prefixes = {job.results_prefix for group in jobs.values() for job in group}
        assert len(prefixes - {None}) == len(good)
        assert sum(key.endswith("/result.json") for key in bench.keys("results/")) >= len(good)
        assert bench.keys("input/") == [] and bench.keys(".monai/open/") == []
        # Nothing was executed, nothing of a key reached a command line or the log.
        assert list(trap.iterdir()) == [] and bench.work_left() == []
        assert str(trap) not in json.dumps(bench.calls())
        assert "trap" not in bench.log_text() and "Name^" not in bench.log_text()
        print(f"hostile uploads: {len(cases)}, results: {len(good)}, events: {len(records)}")


class TestBurst:
    def test_a_hundred_at_once(
        self, bench: Bench, s3: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("lambda_function.boto3.client", lambda *_, **__: s3)
        bench.settings.update(slots=2, pollSeconds=1)
        process = bench.start("run")
        drained = threading.Thread(target=lambda: process.stderr and process.stderr.read())
        drained.start()
        try:
            with ThreadPoolExecutor(20) as pool:
                list(pool.map(self.upload(bench), range(100)))
            deadline = time.monotonic() + 280
            while bench.keys(".monai/open/") or bench.keys("input/"):
                assert process.poll() is None and time.monotonic() < deadline
                threading.Event().wait(0.2)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
            drained.join()
        jobs = bench.jobs()
        assert len(jobs) == 100 and {job.state for job in jobs} == {"DONE"}
        assert len(bench.calls("run")) == 100
        for job in jobs:
            patient = job.key.removeprefix("input/burst/").removesuffix(".dcm")
            body = bench.read(f"results/burst/{patient}.dcm/dicom/seg.dcm")
            assert f"Name^{patient}".encode() in body
        assert len(bench.keys("inferred/")) == 100 and bench.keys("failed/") == []
        print("burst: 100 uploads, 100 results")

    @staticmethod
    def upload(bench: Bench) -> Any:
        lock = threading.Lock()

        def one(number: int) -> None:
            body = series(f"B{number}", 1)[0]
            with lock:
                record = bench.upload(f"input/burst/B{number}.dcm", body)
            bench.tell(record)
            if number % 3 == 0:
                bench.tell(record)

        return one
