"""HealthImaging: retries, waiting, the manifest, and results that survive a failed import."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config

from harness import Bench
from imaging_stub import STORE, ImagingStub
from monai_ledger.store import Store
from monai_runner.failure import Interrupted
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


def importer(imaging: ImagingStub, time: Time, stop: str = "") -> Importer:
    client = boto3.client(
        "medical-imaging",
        endpoint_url=imaging.endpoint,
        config=Config(retries={"total_max_attempts": 1}),
    )
    options = HealthImaging(STORE, "arn:aws-cn:iam::000000000000:role/r", minutes=10)
    store = Store(imaging.s3, imaging.bucket)
    return Importer(client, store, options, lambda: stop, time.sleep, lambda: time.now)


def stage(imaging: ImagingStub, *bodies: bytes) -> None:
    for number, body in enumerate(bodies, 1):
        imaging.s3.put_object(Bucket=imaging.bucket, Key=f"{SOURCE}{number:06d}.dcm", Body=body)


class TestImporter:
    def test_waits_and_reads_the_manifest(self, imaging: ImagingStub, time: Time) -> None:
        stage(imaging, *series("P", 2))
        report = importer(imaging, time).run(JOB, "input", SOURCE, TARGET)
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
        report = importer(imaging, time).run(JOB, "input", SOURCE, TARGET)
        assert report["state"] == "DONE"
        for number, pause in enumerate(time.pauses[:5]):
            assert 2**number / 2 <= pause <= 2**number
        assert [kind for kind, _ in imaging.calls].count("start") == 6

    @pytest.mark.parametrize(
        ("code", "status"), [("AccessDeniedException", 403), ("ValidationException", 400)]
    )
    def test_other_errors_end_it_at_once(
        self, imaging: ImagingStub, time: Time, code: str, status: int
    ) -> None:
        imaging.errors = [(code, status)]
        report = importer(imaging, time).run(JOB, "input", SOURCE, TARGET)
        assert report["state"] == "FAILED" and code in report["reason"]
        assert len(imaging.calls) == 1

    def test_throttled_for_ever(self, imaging: ImagingStub, time: Time) -> None:
        imaging.errors = [("ThrottlingException", 429)] * 1000
        report = importer(imaging, time).run(JOB, "input", SOURCE, TARGET)
        assert report["state"] == "FAILED" and "within 10 minutes" in report["reason"]
        assert time.now <= 600

    def test_never_ends(self, imaging: ImagingStub, time: Time) -> None:
        imaging.never_ends = True
        report = importer(imaging, time).run(JOB, "input", SOURCE, TARGET)
        assert report["state"] == "FAILED" and report["importJobId"]

    def test_told_to_stop(self, imaging: ImagingStub, time: Time) -> None:
        imaging.never_ends = True
        with pytest.raises(Interrupted):
            importer(imaging, time, stop="signal").run(JOB, "input", SOURCE, TARGET)

    def test_completed_hides_a_failed_file(self, imaging: ImagingStub, time: Time) -> None:
        stage(imaging, *series("P", 3))
        imaging.refuse = {"000002.dcm"}
        report = importer(imaging, time).run(JOB, "input", SOURCE, TARGET)
        assert report["state"] == "PARTIAL" and report["failed"] == 1
        assert report["failures"] == [{"file": "000002.dcm", "type": "ValidationException"}]

    def test_the_same_token_is_the_same_import(self, imaging: ImagingStub, time: Time) -> None:
        stage(imaging, *series("P", 1))
        first = importer(imaging, time).run(JOB, "input", SOURCE, TARGET)
        again = importer(imaging, time).run(JOB, "input", SOURCE, TARGET)
        assert first["importJobId"] == again["importJobId"] and len(imaging.imported) == 1


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
        imaging.errors = [("AccessDeniedException", 403)] * 2
        bench.send("input/x.dcm", series("P1", 1)[0])
        bench.drain()
        job = bench.job("input/x.dcm")
        assert job.state == "DONE" and job.health_imaging is not None
        assert job.health_imaging["state"] == "FAILED"
        assert "AccessDenied" in job.health_imaging["input"]["reason"]
        assert bench.keys("results/x.dcm/dicom/") and bench.keys("inferred/")
        assert bench.keys(".monai/staging/") == []

    def test_a_failed_inference_imports_nothing(self, bench: Bench, imaging: ImagingStub) -> None:
        imaging.serve(bench)
        bench.mode("crash")
        bench.send("input/x.dcm", series("P1", 1)[0])
        bench.drain()
        assert bench.job("input/x.dcm").state == "FAILED" and imaging.calls == []
