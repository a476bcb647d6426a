"""HealthImaging: retries, waiting, the manifest, and results that survive a failed import."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config

from harness import Bench
from imaging_stub import STORE, ImagingStub
from monai_ledger.store import Store
from monai_runner import staging
from monai_runner.failure import Interrupted, Trouble
from monai_runner.healthimaging import Importer
from monai_runner.settings import HealthImaging
from studies import series, study_zip

JOB = "a" * 40
SOURCE, TARGET = ".monai/staging/j/input/", ".monai/imports/j/input/"


@pytest.fixture
def imaging(s3: Any, bucket: str) -> Iterator[ImagingStub]:
    with ImagingStub(s3, bucket) as stub:
        yield stub


class Time:
    """A clock that only sleeping moves on."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


def importer(imaging: ImagingStub, time: Time, stop: str = "", again: bool = False) -> Importer:
    client = boto3.client(
        "medical-imaging",
        endpoint_url=imaging.endpoint,
        config=Config(retries={"total_max_attempts": 1}),
    )
    options = HealthImaging(STORE, "arn:aws-cn:iam::000000000000:role/r", minutes=10)
    store = Store(imaging.s3, imaging.bucket)
    return Importer(client, store, options, lambda: stop, time.sleep, lambda: time.now, again)


def stage(imaging: ImagingStub, *bodies: bytes) -> None:
    for number, body in enumerate(bodies, 1):
        imaging.s3.put_object(Bucket=imaging.bucket, Key=f"{SOURCE}{number:06d}.dcm", Body=body)


class TestImporter:
    def test_waits_and_reads_the_manifest(self, imaging: ImagingStub, time: Time) -> None:
        stage(imaging, *series("P", 2))
        report = importer(imaging, time).run(JOB, "input", [SOURCE], TARGET)
        assert report["state"] == "DONE" and report["imported"] == report["scanned"] == 2
        assert report["imageSets"] == ["e" * 32]
        assert imaging.calls[0][1]["clientToken"] == JOB + "-input"
        assert [kind for kind, _ in imaging.calls].count("get") == 3 - 1

    @pytest.mark.parametrize(
        ("code", "status"),
        [
            ("ThrottlingException", 429),
            ("ServiceQuotaExceededException", 402),
            ("ConflictException", 409),
            ("InternalServerException", 500),
        ],
    )
    def test_tries_again_with_growing_jittered_pauses(
        self, imaging: ImagingStub, time: Time, code: str, status: int
    ) -> None:
        stage(imaging, *series("P", 1))
        imaging.errors = [(code, status)] * 5
        report = importer(imaging, time).run(JOB, "input", [SOURCE], TARGET)
        assert report["state"] == "DONE"
        for number, pause in enumerate(time.pauses[:5]):
            assert 2**number / 2 <= pause <= 2**number
        assert [kind for kind, _ in imaging.calls].count("start") == 6

    @pytest.mark.parametrize(
        ("code", "status"),
        [("ValidationException", 400), ("ResourceNotFoundException", 404)],
    )
    def test_other_errors_end_it_at_once(
        self, imaging: ImagingStub, time: Time, code: str, status: int
    ) -> None:
        imaging.errors = [(code, status)]
        report = importer(imaging, time).run(JOB, "input", [SOURCE], TARGET)
        assert report["state"] == "FAILED" and code in report["reason"]
        assert len(imaging.calls) == 1

    @pytest.mark.parametrize(
        ("code", "status"), [("AccessDeniedException", 403), ("AccessDenied", 403), ("Other", 403)]
    )
    def test_12_refused_is_tried_again_later(
        self, imaging: ImagingStub, time: Time, code: str, status: int
    ) -> None:
        stage(imaging, *series("P", 1))
        imaging.errors = [(code, status)]
        one = importer(imaging, time)
        with pytest.raises(Trouble) as raised:
            one.run(JOB, "input", [SOURCE], TARGET)
        assert raised.value.reason.code == "IMPORT_DENIED" and code in raised.value.reason.message
        assert "iam:PassRole" in raised.value.reason.remedy and time.now == 0
        assert one.run(JOB, "input", [SOURCE], TARGET)["state"] == "DONE"
        assert imaging.imported == [JOB + "-input"]

    @pytest.mark.parametrize(
        ("code", "status"),
        [("ThrottlingException", 429), ("ServiceUnavailable", 503), ("ExpiredTokenException", 403)],
    )
    def test_12_down_for_long_gives_the_place_to_others(
        self, imaging: ImagingStub, time: Time, code: str, status: int
    ) -> None:
        imaging.errors = [(code, status)] * 1000
        with pytest.raises(Trouble) as raised:
            importer(imaging, time).run(JOB, "input", [SOURCE], TARGET)
        assert raised.value.reason.code == "IMPORT_DOWN" and code in raised.value.reason.message
        assert 60 <= time.now <= 120 and imaging.imported == []

    def test_12_and_the_next_time_at_once(self, imaging: ImagingStub, time: Time) -> None:
        imaging.down = True
        with pytest.raises(Trouble):
            importer(imaging, time, again=True).run(JOB, "input", [SOURCE], TARGET)
        assert time.now == 0 and len(imaging.calls) == 1

    def test_12_no_answer_at_all(self, imaging: ImagingStub, time: Time) -> None:
        stage(imaging, *series("P", 1))
        one = importer(imaging, time)
        imaging.lost_answers = 3
        assert one.run(JOB, "input", [SOURCE], TARGET)["state"] == "DONE"
        assert imaging.imported == [JOB + "-input"]

    def test_never_ends(self, imaging: ImagingStub, time: Time) -> None:
        imaging.never_ends = True
        report = importer(imaging, time).run(JOB, "input", [SOURCE], TARGET)
        assert report["state"] == "FAILED" and report["importJobIds"]

    def test_told_to_stop(self, imaging: ImagingStub, time: Time) -> None:
        imaging.never_ends = True
        with pytest.raises(Interrupted):
            importer(imaging, time, stop="signal").run(JOB, "input", [SOURCE], TARGET)

    def test_completed_hides_a_failed_file(self, imaging: ImagingStub, time: Time) -> None:
        stage(imaging, *series("P", 3))
        imaging.refuse = {"000002.dcm"}
        report = importer(imaging, time).run(JOB, "input", [SOURCE], TARGET)
        assert report["state"] == "PARTIAL" and report["failed"] == 1
        assert report["failures"] == [{"file": "000002.dcm", "type": "ValidationException"}]

    def test_the_same_token_is_the_same_import(self, imaging: ImagingStub, time: Time) -> None:
        stage(imaging, *series("P", 1))
        first = importer(imaging, time).run(JOB, "input", [SOURCE], TARGET)
        again = importer(imaging, time).run(JOB, "input", [SOURCE], TARGET)
        assert first["importJobIds"] == again["importJobIds"] and len(imaging.imported) == 1


class TestSeveralImportJobs:
    """Number 5: an import job takes so many files and bytes, and says why it failed."""

    @pytest.mark.parametrize(
        ("sizes", "parts"),
        [
            ([], []),
            ([1], [1]),
            ([1] * 5_000, [1] * 5_000),
            ([1] * 5_001, [1] * 5_000 + [2]),
            ([10**10], [1]),
            ([10**10, 1], [1, 2]),
            ([6 * 10**9, 4 * 10**9, 1], [1, 1, 2]),
            ([10**10 + 1, 1, 1], [1, 2, 2]),
            ([1, 10**10 + 1, 1], [1, 2, 3]),
            ([0] * 10_001, [1] * 5_000 + [2] * 5_000 + [3]),
        ],
    )
    def test_parts(self, sizes: list[int], parts: list[int]) -> None:
        assert staging.parts(sizes) == parts

    def split(self, monkeypatch: pytest.MonkeyPatch, by: str) -> None:
        monkeypatch.setattr(staging, "MOST_FILES" if by == "count" else "MOST_BYTES", 2)

    @pytest.mark.parametrize(("by", "jobs"), [("count", 2), ("bytes", 3)])
    def test_a_study_is_imported_by_several(
        self,
        bench: Bench,
        imaging: ImagingStub,
        monkeypatch: pytest.MonkeyPatch,
        by: str,
        jobs: int,
    ) -> None:
        self.split(monkeypatch, by)
        imaging.serve(bench)
        bench.send("input/x.zip", study_zip("P1"))
        bench.drain()
        report = bench.job("input/x.zip").health_imaging
        assert report is not None and report["state"] == "DONE"
        assert report["input"]["imported"] == report["input"]["scanned"] == 3
        assert len(report["input"]["importJobIds"]) == jobs
        assert len(imaging.imported) == jobs + 1 and bench.keys(".monai/staging/") == []

    def test_one_part_fails(
        self, bench: Bench, imaging: ImagingStub, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.split(monkeypatch, "count")
        imaging.serve(bench)
        imaging.refuse = {"000003.dcm"}
        imaging.message = "The data access role\tcannot be assumed\n"
        bench.send("input/x.zip", study_zip("P1"))
        bench.drain()
        report = bench.job("input/x.zip").health_imaging
        assert report is not None and report["input"]["state"] == "PARTIAL"
        kind = report["input"]
        assert (kind["scanned"], kind["imported"], kind["failed"]) == (3, 2, 1)
        assert "The data access role cannot be assumed" in kind["reason"]
        assert [failure["file"] for failure in kind["failures"]] == ["000003.dcm"]

    def test_the_message_of_a_failed_job_is_kept(self, imaging: ImagingStub, time: Time) -> None:
        stage(imaging, b"no DICOM")
        imaging.message = "Unable to read S3 input\x00" + "x" * 5000
        report = importer(imaging, time).run(JOB, "input", [SOURCE], TARGET)
        assert report["state"] == "FAILED"
        assert "HealthImaging says: Unable to read S3 input" in report["reason"]
        assert len(report["reason"]) < 1000 and "\x00" not in report["reason"]

    def test_the_answer_to_a_start_is_kept(self, imaging: ImagingStub, time: Time) -> None:
        imaging.errors = [("ValidationException", 400)]
        report = importer(imaging, time).run(JOB, "input", [SOURCE], TARGET)
        assert report["reason"].endswith("ValidationException: as told")

    def test_a_part_that_cannot_be_started(self, imaging: ImagingStub, time: Time) -> None:
        stage(imaging, *series("P", 1))
        imaging.errors = [("ValidationException", 400)]
        report = importer(imaging, time).run(JOB, "input", ["other/", SOURCE], TARGET)
        assert report["state"] == "PARTIAL" and report["imported"] == 1
        assert len(report["importJobIds"]) == 1 and "as told" in report["reason"]

    def test_what_runs_is_waited_for_and_not_started_again(
        self, imaging: ImagingStub, time: Time
    ) -> None:
        stage(imaging, *series("P", 1))
        seen: list[dict[str, str]] = []
        first = importer(imaging, time).run(JOB, "input", [SOURCE], TARGET, {}, seen.append)
        # The service may have forgotten the token by then.
        imaging.by_token.clear()
        again = importer(imaging, time).run(JOB, "input", [SOURCE], TARGET, seen[-1])
        assert first == again and len(imaging.imported) == 1

    @pytest.mark.parametrize("point", ["import-started", "staged", "imported"])
    @pytest.mark.faults(operation="import in parts", phase="point", fault="SIGKILL of the runner")
    def test_killed_within_several(
        self, bench: Bench, imaging: ImagingStub, monkeypatch: pytest.MonkeyPatch, point: str
    ) -> None:
        self.split(monkeypatch, "count")
        imaging.serve(bench)
        bench.send("input/x.zip", study_zip("P1"))
        assert bench.run("drain", MONAI_RUNNER_KILL_AT=point) == -signal.SIGKILL
        bench.drain()
        report = bench.job("input/x.zip").health_imaging
        assert report is not None and report["state"] == "DONE"
        assert len(imaging.imported) == len(set(imaging.imported))


class TestJob:
    @pytest.mark.line_breaks
    def test_inputs_and_results_are_imported(self, bench: Bench, imaging: ImagingStub) -> None:
        imaging.serve(bench)
        imaging.errors = [("ThrottlingException", 429)]
        bench.send("input/a\nb/x.zip", study_zip("P1"))
        bench.drain()
        job = bench.job("input/a\nb/x.zip")
        report = job.health_imaging
        assert job.state == "DONE" and report is not None and report["state"] == "DONE"
        assert report["input"]["imported"] == 3 and report["results"]["imported"] == 1
        assert bench.keys(".monai/staging/") == []
        assert sorted(imaging.imported) == [f"{job.id}-input", f"{job.id}-results"]

    def test_a_refused_import_costs_no_result(self, bench: Bench, imaging: ImagingStub) -> None:
        imaging.serve(bench)
        imaging.errors = [("ValidationException", 400)] * 2
        bench.send("input/x.dcm", series("P1", 1)[0])
        bench.drain()
        job = bench.job("input/x.dcm")
        assert job.state == "DONE" and job.health_imaging is not None
        assert job.health_imaging["state"] == "FAILED"
        assert "Validation" in job.health_imaging["input"]["reason"]
        assert bench.keys("results/x.dcm/dicom/") and bench.keys("inferred/")
        assert bench.keys(".monai/staging/") == []

    def test_a_failed_inference_imports_nothing(self, bench: Bench, imaging: ImagingStub) -> None:
        imaging.serve(bench)
        bench.mode("crash")
        bench.send("input/x.dcm", series("P1", 1)[0])
        bench.drain()
        assert bench.job("input/x.dcm").state == "FAILED" and imaging.calls == []
