"""Number 3: results that stand end the job DONE, whatever keeps the upload where it is.

And number 19 as far as the upload's storage class goes.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

import lambda_function
from faults import ARCHIVED_TEXT, LOCK_TEXT, MFA_TEXT, SSE_C_TEXT, Fault
from harness import Bench, Context
from imaging_stub import ImagingStub
from monai_ledger.job import Job
from studies import series, study_zip

#: What S3 answers, to which call, and the code of the job's ``inputNotMoved``.
REFUSALS: dict[str, tuple[tuple[Any, ...], str]] = {
    "lock": (("DeleteObject", "input/", 403, "AccessDenied", LOCK_TEXT), "OBJECT_LOCKED"),
    "mfa": (("DeleteObject", "input/", 403, "AccessDenied", MFA_TEXT), "MFA_DELETE"),
    "no delete": (("DeleteObject", "input/", 403, "AccessDenied"), "MOVE_DENIED"),
    "no copy": (("CopyObject", "inferred/", 403, "AccessDenied"), "MOVE_DENIED"),
    "no look": (("HeadObject", "inferred/", 403, "AccessDenied"), "MOVE_DENIED"),
    "archived since": (
        ("CopyObject", "inferred/", 403, "InvalidObjectState", ARCHIVED_TEXT),
        "OBJECT_ARCHIVED",
    ),
    "customer key since": (
        ("CopyObject", "inferred/", 400, "InvalidRequest", SSE_C_TEXT),
        "OBJECT_CUSTOMER_KEY",
    ),
    "key disabled": (
        ("CopyObject", "inferred/", 400, "KMS.DisabledException"),
        "KEY_UNUSABLE",
    ),
    "metadata": (("CopyObject", "inferred/", 400, "MetadataTooLarge"), "MOVE_REFUSED"),
    "bad tags": (("CopyObject", "inferred/", 400, "InvalidTag"), "MOVE_REFUSED"),
    "not allowed": (
        ("DeleteObject", "input/", 405, "MethodNotAllowed"),
        "MOVE_REFUSED",
    ),
}


@pytest.fixture(params=["unversioned", "versioned"])
def any_bench(request: pytest.FixtureRequest, bench: Bench) -> Bench:
    if request.param == "versioned":
        version(bench)
    return bench


def version(bench: Bench) -> None:
    on = {"Status": "Enabled"}
    bench.s3.put_bucket_versioning(Bucket=bench.bucket, VersioningConfiguration=on)


def sweep(bench: Bench) -> dict[str, Any]:
    return lambda_function.lambda_handler({"action": "sweep"}, Context())


def versions(bench: Bench, prefix: str) -> int:
    answer = bench.s3.list_object_versions(Bucket=bench.bucket, Prefix=prefix)
    return len(answer.get("Versions", []))


def stands(bench: Bench, job: Job, code: str) -> None:
    """The job is over with its results, and says why its upload is where it was."""
    assert (job.state, job.reason, job.attempts) == ("DONE", None, 1)
    assert job.input_not_moved is not None and job.input_not_moved.code == code
    assert job.input_not_moved.message and job.input_not_moved.remedy
    assert job.input_moved_to is None
    assert bench.keys("input/") == [job.key] and bench.keys("failed/") == []
    assert bench.json(f"{job.results_prefix}result.json")["job"] == job.id
    assert bench.keys(".monai/open/") == [] and len(bench.calls("run")) == 1


class TestRefused:
    @pytest.mark.parametrize("name", REFUSALS)
    @pytest.mark.faults(operation="inference job", phase="MOVE", fault="name")
    def test_done_once_before_and_after_the_sweep(self, any_bench: Bench, name: str) -> None:
        bench = any_bench
        script, code = REFUSALS[name]
        fault = Fault(*script).install(bench.events)
        bench.send("input/x.zip", study_zip("P1"))
        bench.drain()
        stands(bench, bench.job("input/x.zip"), code)
        copies, asked = versions(bench, "inferred/"), fault.calls
        assert copies <= 1 and asked >= 1
        for _ in range(3):
            assert sweep(bench) == {"open": False, "machine": ""}
            bench.drain()
        stands(bench, bench.job("input/x.zip"), code)
        assert (versions(bench, "inferred/"), fault.calls) == (copies, asked)

    @pytest.mark.parametrize("name", ["lock", "no copy"])
    @pytest.mark.faults(operation="sweep after the job expired", phase="MOVE", fault="name")
    def test_also_when_lifecycle_has_expired_the_job(self, any_bench: Bench, name: str) -> None:
        bench = any_bench
        script, _ = REFUSALS[name]
        Fault(*script).install(bench.events)
        bench.send("input/x.zip", study_zip("P1"))
        bench.drain()
        for place in ("jobs", "uploads", "claims"):
            for key in bench.keys(f".monai/{place}/"):
                bench.s3.delete_object(Bucket=bench.bucket, Key=key)
        assert sweep(bench)["open"] is False
        bench.drain()
        assert bench.jobs() == [] and len(bench.calls("run")) == 1

    def test_a_new_upload_of_the_same_name_is_inferred(self, any_bench: Bench) -> None:
        bench = any_bench
        Fault("DeleteObject", "input/", 403, "AccessDenied").install(bench.events)
        bench.send("input/x.zip", study_zip("P1"))
        bench.drain()
        bench.upload("input/x.zip", study_zip("P2"))
        assert sweep(bench)["open"] is True, "its event was lost"
        bench.drain()
        assert [job.state for job in bench.jobs()] == ["DONE", "DONE"]
        assert len(bench.calls("run")) == 2 and versions(bench, "inferred/") <= 2

    @pytest.mark.faults(
        operation="trigger", phase="event", fault="late event of what the sweep found"
    )
    def test_a_late_event_of_what_the_sweep_found(self, any_bench: Bench) -> None:
        bench = any_bench
        Fault("DeleteObject", "input/", 403, "AccessDenied", LOCK_TEXT).install(bench.events)
        record = bench.upload("input/x.zip", study_zip("P1"))
        sweep(bench)
        bench.drain()
        bench.tell(record)
        bench.drain()
        first, second = sorted(bench.jobs(), key=lambda job: job.duplicate_of or "")
        assert second.duplicate_of == first.id and {first.state, second.state} == {"DONE"}
        assert second.input_not_moved == first.input_not_moved is not None
        assert len(bench.calls("run")) == 1 and versions(bench, "inferred/") == 1

    @pytest.mark.faults(
        operation="inference job", phase="MOVE", fault="S3 answers 500 now and then"
    )
    def test_trouble_is_tried_again_and_copies_once(self, any_bench: Bench) -> None:
        bench = any_bench
        Fault("DeleteObject", "input/", 503, "SlowDown", times=12).install(bench.events)
        bench.send("input/x.zip", study_zip("P1"))
        bench.drain()
        job = bench.job("input/x.zip")
        assert (job.state, job.input_not_moved) == ("DONE", None) and job.attempts == 1
        assert bench.keys("input/") == [] and versions(bench, "inferred/") == 1

    @pytest.mark.faults(operation="inference job", phase="MOVE", fault="S3 answers 500 for good")
    def test_trouble_without_end(self, any_bench: Bench) -> None:
        bench = any_bench
        bench.settings.update(maxAttempts=2, patienceHours=0)
        Fault("DeleteObject", "input/", 409, "OperationAborted").install(bench.events)
        bench.send("input/x.zip", study_zip("P1"))
        bench.drain()
        job = bench.job("input/x.zip")
        assert (job.state, job.reason) == ("DONE", None)
        assert job.input_not_moved is not None and job.input_not_moved.code == "MOVE_EXHAUSTED"
        assert "OperationAborted" in job.input_not_moved.message and job.input_not_moved.remedy
        assert versions(bench, "inferred/") == 1 and bench.keys("failed/") == []
        assert sweep(bench)["open"] is False

    def test_the_import_is_made_all_the_same(self, bench: Bench) -> None:
        with ImagingStub(bench.s3, bench.bucket) as imaging:
            imaging.serve(bench)
            Fault("DeleteObject", "input/", 403, "AccessDenied").install(bench.events)
            bench.send("input/x.zip", study_zip("P1"))
            bench.drain()
        job = bench.job("input/x.zip")
        assert job.state == "DONE" and job.input_not_moved is not None
        assert job.health_imaging is not None and job.health_imaging["state"] == "DONE"

    def test_staging_that_cannot_be_cleared_costs_nothing(self, bench: Bench) -> None:
        with ImagingStub(bench.s3, bench.bucket) as imaging:
            imaging.serve(bench)
            Fault("DeleteObject", ".monai/staging/", 403, "AccessDenied").install(bench.events)
            bench.send("input/x.zip", study_zip("P1"))
            bench.drain()
        job = bench.job("input/x.zip")
        assert (job.state, job.reason, job.attempts) == ("DONE", None, 1)

    @pytest.mark.parametrize("name", ["lock", "no delete"])
    @pytest.mark.faults(operation="inference job that fails", phase="FAILING", fault="name")
    def test_a_failed_job_too_ends_once(self, any_bench: Bench, name: str) -> None:
        bench = any_bench
        script, code = REFUSALS[name]
        Fault(*script).install(bench.events)
        bench.send("input/x.zip", b"no archive")
        bench.drain()
        sweep(bench)
        bench.drain()
        job = bench.job("input/x.zip")
        assert job.state == "FAILED" and job.reason is not None
        assert (job.reason.code, job.attempts) == ("ARCHIVE_BROKEN", 1)
        assert job.input_not_moved is not None and job.input_not_moved.code == code
        assert bench.keys("failed/x.zip.reason.json") and versions(bench, "failed/") == 2


class TestKnownBefore:
    @pytest.fixture
    def locking(self, bench: Bench) -> Bench:
        """Under the emulator's own Object Lock."""
        name = bench.bucket
        bench.s3.delete_bucket(Bucket=name)
        bench.s3.create_bucket(Bucket=name, ObjectLockEnabledForBucket=True)
        return bench

    @pytest.mark.parametrize("mode", ["GOVERNANCE", "COMPLIANCE", "hold"])
    def test_a_locked_upload_is_not_even_copied(self, locking: Bench, mode: str) -> None:
        bench = locking
        record = bench.upload("input/x.zip", study_zip("P1"))
        name = {"Bucket": bench.bucket, "Key": "input/x.zip"}
        if mode == "hold":
            bench.s3.put_object_legal_hold(**name, LegalHold={"Status": "ON"})
        else:
            later = datetime.now(timezone.utc) + timedelta(days=1)
            bench.s3.put_object_retention(
                **name, Retention={"Mode": mode, "RetainUntilDate": later}
            )
        bench.tell(record)
        bench.drain()
        stands(bench, bench.job("input/x.zip"), "OBJECT_LOCKED")
        assert versions(bench, "inferred/") == 0
        assert sweep(bench)["open"] is False

    def test_a_default_retention_of_the_bucket(self, locking: Bench) -> None:
        bench = locking
        rule = {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 1}}
        bench.s3.put_object_lock_configuration(
            Bucket=bench.bucket,
            ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", "Rule": rule},
        )
        bench.send("input/x.zip", study_zip("P1"))
        bench.drain()
        job = bench.job("input/x.zip")
        assert (job.state, job.reason) == ("DONE", None)
        assert job.input_not_moved is not None and job.input_not_moved.code == "OBJECT_LOCKED"
        assert versions(bench, "inferred/") == 0 and sweep(bench)["open"] is False

    def test_a_lock_that_is_over_keeps_nothing(self, bench: Bench) -> None:
        from monai_ledger.store import _is_locked

        past = datetime.now(timezone.utc) - timedelta(seconds=1)
        assert not _is_locked({"ObjectLockMode": "COMPLIANCE", "ObjectLockRetainUntilDate": past})
        assert not _is_locked({"ObjectLockLegalHoldStatus": "OFF"})


class TestMetadata:
    def test_user_metadata_near_the_limit_stay_behind(self, any_bench: Bench) -> None:
        bench = any_bench
        full = {"note": "x" * (2048 - len("note"))}
        name = {"Bucket": bench.bucket, "Key": "input/x.zip"}
        record = bench.upload("input/x.zip", study_zip("P1"))
        answer = bench.s3.put_object(**name, Body=study_zip("P1"), Metadata=full)
        described = record["s3"]["object"]
        described["eTag"] = answer["ETag"].strip('"')
        if "versionId" in described:
            described["versionId"] = answer["VersionId"]
        bench.tell(record)
        bench.drain()
        job = bench.job("input/x.zip")
        assert (job.state, job.input_moved_to) == ("DONE", "inferred/x.zip")
        head = bench.s3.head_object(Bucket=bench.bucket, Key="inferred/x.zip")
        assert head["Metadata"] == {"monai-job": job.id}


class TestUnreadable:
    """Number 19: what nobody can read fails at once, says what to do, and fails once."""

    @pytest.mark.parametrize(
        ("status", "code", "text", "reason", "says"),
        [
            (403, "InvalidObjectState", ARCHIVED_TEXT, "OBJECT_ARCHIVED", "restore it"),
            (403, "InvalidObjectState", "", "OBJECT_ARCHIVED", "restore it"),
            (400, "InvalidRequest", SSE_C_TEXT, "OBJECT_CUSTOMER_KEY", "without such a key"),
        ],
    )
    @pytest.mark.faults(operation="inference job", phase="FETCH", fault="code")
    def test_fails_at_once_and_once(
        self, any_bench: Bench, status: int, code: str, text: str, reason: str, says: str
    ) -> None:
        bench = any_bench
        read = Fault("GetObject", "input/", status, code, text).install(bench.events)
        Fault("CopyObject", "failed/", status, code, text).install(bench.events)
        if status == 400:
            Fault("HeadObject", "input/", 400, "").install(bench.events)
        bench.send("input/x.dcm", series("P1", 1)[0])
        bench.drain()
        sweep(bench)
        bench.drain()
        job = bench.job("input/x.dcm")
        assert (job.state, job.attempts) == ("FAILED", 1) and job.reason is not None
        assert job.reason.code == reason and says in job.reason.remedy
        assert job.input_not_moved is not None and job.input_not_moved.code == reason
        assert bench.json("failed/x.dcm.reason.json")["code"] == reason
        assert bench.calls("run") == [] and read.calls >= 1

    @pytest.mark.parametrize("storage", ["GLACIER", "DEEP_ARCHIVE"])
    def test_one_archived_object_of_the_sweep(self, bench: Bench, storage: str) -> None:
        bench.s3.put_object(Bucket=bench.bucket, Key="input/a.dcm", Body=b"x", StorageClass=storage)
        Fault("GetObject", "input/a", 403, "InvalidObjectState").install(bench.events)
        Fault("CopyObject", "failed/a", 403, "InvalidObjectState").install(bench.events)
        bench.upload("input/b.dcm", series("P1", 1)[0])
        sweep(bench)
        bench.drain()
        assert bench.job("input/b.dcm").state == "DONE"
        reason = bench.job("input/a.dcm").reason
        assert reason is not None and reason.code == "OBJECT_ARCHIVED"
        assert sweep(bench)["open"] is False

    @pytest.mark.parametrize(("status", "code"), [(400, ""), (403, "AccessDenied")])
    def test_one_closed_object_does_not_blind_the_sweep(
        self, bench: Bench, status: int, code: str
    ) -> None:
        bench.settings["patienceHours"] = 0
        for events in (vars(lambda_function)["boto3"].events, bench.events):
            Fault("HeadObject", "input/a", status, code).install(events)
            Fault("GetObject", "input/a", status, code or "InvalidRequest", SSE_C_TEXT).install(
                events
            )
        bench.upload("input/a.dcm", series("P1", 1)[0])
        bench.upload("input/b.dcm", series("P2", 1)[0])
        sweep(bench)
        bench.drain()
        assert bench.job("input/b.dcm").state == "DONE"
        job = bench.job("input/a.dcm")
        assert job.state == "FAILED" and job.reason is not None and job.reason.remedy
        assert job.input_not_moved is not None
        assert sweep(bench)["open"] is False
