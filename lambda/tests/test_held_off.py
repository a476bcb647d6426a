"""Issue 12: what lies outside of a job (rights taken away, services down) costs it nothing. It is
kept, says why it waits, lets the others pass and the machine stop, and goes on by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from faults import LOCK_TEXT, Fault
from harness import Bench
from imaging_stub import ImagingStub
from monai_ledger import clock
from monai_ledger.job import Job, Waiting
from monai_ledger.ledger import Ledger
from monai_ledger.store import Store
from monai_runner import healthimaging, outside, settings
from monai_runner.failure import JobFailure, Trouble
from monai_runner.lease import Identity, may_take
from monai_runner.queue import Queue
from studies import study_zip
from test_kill import events

KEY = "input/x.zip"


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Moves the runner's clock."""
    real = clock.utc_now

    def move(hours: float) -> None:
        monkeypatch.setattr(clock, "utc_now", lambda: real() + timedelta(hours=hours))

    return move


@pytest.fixture
def imaging(bench: Bench) -> Iterator[ImagingStub]:
    with ImagingStub(bench.s3, bench.bucket) as stub:
        stub.serve(bench)
        yield stub


#: The runner's rights in the bucket, one by one: the call, on which keys, the answer.
DENIALS: dict[str, tuple[str, str, int, str]] = {
    "input denied": ("GetObject", "input/", 403, "AccessDenied"),
    "look at input denied": ("HeadObject", "input/", 403, "AccessDenied"),
    "claims denied": ("PutObject", ".monai/uploads/", 403, "AccessDenied"),
    "results denied": ("PutObject", "results/", 403, "AccessDenied"),
    "KMS key disabled": ("GetObject", "input/", 400, "KMS.DisabledException"),
    "KMS key of the results disabled": ("PutObject", "results/", 400, "KMS.DisabledException"),
    "account suspended": ("GetObject", "input/", 403, "AllAccessDisabled"),
    "credentials expired": ("GetObject", "input/", 403, "ExpiredToken"),
}


class TestBucketPolicy:
    @pytest.mark.faults(operation="inference job", phase="all", fault="denial")
    @pytest.mark.parametrize("denial", DENIALS)
    def test_12_denied_for_a_while(self, bench: Bench, denial: str) -> None:
        fault = Fault(*DENIALS[denial], times=7).install(bench.events)
        bench.send(KEY, study_zip("P1"))
        bench.drain()
        job = bench.job(KEY)
        assert (job.state, job.reason, job.waiting, job.attempts) == ("DONE", None, None, 1)
        assert fault.calls == 7, "more often than a job is tried"
        assert len(bench.calls("run")) <= 2, "results in hand are not inferred again and again"
        assert bench.keys("failed/") == [] and bench.keys("input/") == []
        assert bench.keys(".monai/machine/trouble.json") == []
        assert [key for key in bench.keys("results/") if "/.monai-" in key] == []

    @pytest.mark.faults(operation="inference job", phase="all", fault="denial")
    @pytest.mark.parametrize("denial", ["input denied", "results denied", "KMS key disabled"])
    def test_12_denied_for_a_day_is_kept_and_told(
        self, bench: Bench, later: Any, denial: str
    ) -> None:
        operation, prefix, status, code = DENIALS[denial]
        fault = Fault(operation, prefix, status, code).install(bench.events)
        bench.send(KEY, study_zip("P1"))
        job_id = bench.job(KEY).id
        for hour in range(24):
            later(hour)
            assert bench.main("job", job_id) == 3
        job = bench.job(KEY)
        assert (job.state, job.attempts) == ("PENDING", 0)
        assert job.waiting is not None and job.waiting.by == "runner"
        assert code in job.waiting.message and job.waiting.since < clock.to_text(clock.utc_now())
        note = bench.json(".monai/machine/trouble.json")
        assert code in note["message"] and note["since"] == job.waiting.since and note["remedy"]
        assert bench.keys("failed/") == [] and bench.keys("input/") == [KEY]
        fault.times = 0
        bench.drain()
        assert bench.job(KEY).state == "DONE" and len(bench.calls("run")) <= 2
        assert bench.keys(".monai/machine/trouble.json") == []

    @pytest.mark.faults(operation="inference job", phase="IMAGE", fault="MAP cannot be pulled")
    def test_12_a_map_that_cannot_be_pulled_costs_no_attempt(
        self, bench: Bench, later: Any
    ) -> None:
        (bench.docker / "images").write_text("")
        bench.mode("no-registry")
        bench.send(KEY, study_zip("P1"))
        job_id = bench.job(KEY).id
        for hour in range(5):
            later(hour)
            assert bench.main("job", job_id) == 3
        job = bench.job(KEY)
        assert (job.state, job.attempts, bench.keys("failed/")) == ("PENDING", 0, [])
        assert job.waiting is not None and job.waiting.code == "IMAGE_MISSING"
        assert bench.json(".monai/machine/trouble.json")["code"] == "IMAGE_MISSING"
        bench.mode("ok")
        bench.drain()
        assert bench.job(KEY).state == "DONE" and bench.keys(".monai/machine/trouble.json") == []

    def test_12_but_not_for_ever(self, bench: Bench) -> None:
        bench.settings["patienceHours"] = 0
        Fault("GetObject", "input/", 403, "AccessDenied").install(bench.events)
        bench.send(KEY, study_zip("P1"))
        bench.drain()
        job = bench.job(KEY)
        assert job.state == "FAILED" and job.reason is not None
        assert job.reason.code == "ATTEMPTS_EXHAUSTED" and "AccessDenied" in job.reason.message

    @pytest.mark.faults(operation="inference job", phase="release", fault="ledger denied")
    def test_12_a_last_word_that_does_not_get_through(self, bench: Bench) -> None:
        """The job stays RUNNING under the runner's own lease, which nobody else would end."""
        Fault("GetObject", "input/", 403, "AccessDenied", times=1).install(bench.events)
        put = Ledger.update
        refused: list[str] = []

        def refuse(ledger: Ledger, entry: Any, job: Job) -> Any:
            if job.state == "PENDING" and len(refused) < 1:
                refused.append(job.id)
                raise ClientError({"Error": {"Code": "AccessDenied"}}, "PutObject")
            return put(ledger, entry, job)

        bench.send(KEY, study_zip("P1"))
        bench.settings["pollSeconds"] = 0.2
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Ledger, "update", refuse)
            bench.drain()
            bench.drain()
        assert refused and bench.job(KEY).state == "DONE"


class TestHealthImaging:
    @pytest.mark.faults(operation="inference job", phase="IMPORT", fault="HealthImaging denied")
    def test_12_denied_for_an_hour(self, bench: Bench, imaging: ImagingStub, later: Any) -> None:
        imaging.errors = [("AccessDeniedException", 403)] * 5
        bench.send(KEY, study_zip("P1"))
        job_id = bench.job(KEY).id
        for minutes in (0, 15, 30, 45, 60):
            later(minutes / 60)
            assert bench.main("job", job_id) == 3
            job = bench.job(KEY)
            assert (job.state, job.phase, job.attempts) == ("PENDING", "IMPORT", 0)
            assert job.waiting is not None and job.waiting.code == "IMPORT_DENIED"
        assert bench.json(".monai/machine/trouble.json")["remedy"].startswith("allow Start")
        later(2)
        bench.drain()
        job = bench.job(KEY)
        assert job.state == "DONE" and (job.health_imaging or {})["state"] == "DONE"
        assert len(bench.calls("run")) == 1 and job.waiting is None

    @pytest.mark.faults(operation="inference job", phase="IMPORT", fault="HealthImaging down 1 h")
    def test_12_down_for_an_hour(
        self, bench: Bench, imaging: ImagingStub, later: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(healthimaging, "_TROUBLE_SECONDS", 0.0)
        imaging.down = True
        names = [f"input/{number}.zip" for number in range(4)]
        for number, name in enumerate(names):
            bench.send(name, study_zip(f"P{number}"))
        for minutes in (0, 20, 40):
            later(minutes / 60)
            for job in bench.jobs():
                assert bench.main("job", job.id) == 3
        for job in bench.jobs():
            # Nothing else of the job is held up: its results stand, its upload is filed away.
            assert (job.state, job.phase, job.attempts) == ("PENDING", "IMPORT", 0)
            assert job.waiting is not None and job.waiting.code == "IMPORT_DOWN"
            assert job.input_moved_to and bench.keys(f"{job.results_prefix}result.json")
        assert bench.json(".monai/machine/trouble.json")["code"] == "IMPORT_DOWN"
        later(1)
        imaging.down, imaging.lost_answers = False, 2
        bench.drain()
        jobs = bench.jobs()
        assert {job.state for job in jobs} == {"DONE"} and len(bench.calls("run")) == 4
        assert [job.health_imaging["state"] for job in jobs if job.health_imaging] == ["DONE"] * 4
        assert sorted(imaging.imported) == sorted(
            f"{job.id}-{kind}" for job in jobs for kind in ("input", "results")
        )
        assert bench.keys(".monai/staging/") == []

    @pytest.mark.faults(
        operation="inference job", phase="IMPORT", fault="HealthImaging goes down while it imports"
    )
    def test_12_down_after_it_was_started(
        self, bench: Bench, imaging: ImagingStub, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(healthimaging, "_TROUBLE_SECONDS", 0.0)
        start = imaging.start

        def start_and_go_down(body: dict[str, Any]) -> Any:
            imaging.errors = [("InternalServerException", 500)] * 3
            return start(body)

        monkeypatch.setattr(imaging, "start", start_and_go_down)
        bench.send(KEY, study_zip("P1"))
        bench.drain()
        job = bench.job(KEY)
        assert job.state == "DONE" and job.health_imaging is not None
        assert job.health_imaging["state"] == "DONE" and len(imaging.imported) == 2
        assert sorted(set(imaging.imported)) == sorted(imaging.imported)

    def test_12_a_machine_that_is_put_off_stops_meanwhile_and_others_go_on(
        self, bench: Bench, imaging: ImagingStub, monkeypatch: pytest.MonkeyPatch, later: Any
    ) -> None:
        monkeypatch.setattr(healthimaging, "_TROUBLE_SECONDS", 0.0)
        imaging.down = True
        bench.send(KEY, study_zip("P1"))
        (job,) = bench.jobs()
        for hour in range(3):
            later(hour)
            bench.main("job", job.id)
        ledger = Ledger(Store(bench.s3, bench.bucket), now=clock.utc_now)
        queue = Queue(ledger)
        assert queue.candidates() == [job.id] and queue.work() == []
        assert not ledger.has_work(), "the sweep starts no machine for it"
        later(2 + 2.1)
        due = Ledger(Store(bench.s3, bench.bucket), now=clock.utc_now)
        assert Queue(due).work() == [job.id] and due.has_work()


class TestWhoseTroubleItIs:
    @pytest.mark.parametrize(
        "error",
        [
            ClientError({"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": s}}, "Op")
            for code, s in [
                ("AccessDenied", 403),
                ("403", 403),
                ("SlowDown", 503),
                ("InternalError", 500),
                ("ThrottlingException", 400),
                ("KMS.KMSInvalidStateException", 400),
                ("NoSuchBucket", 404),
                ("Whatever", 502),
            ]
        ]
        + [EndpointConnectionError(endpoint_url="x")]
        + [Trouble(c, "x") for c in ("ECR_TOKEN", "IMAGE_MISSING", "IMPORT_DENIED", "IMPORT_DOWN")],
        ids=str,
    )
    def test_outside(self, error: Exception) -> None:
        assert outside.is_cause_of(error)

    @pytest.mark.parametrize(
        "error",
        [
            ClientError(
                {
                    "Error": {"Code": "AccessDenied", "Message": LOCK_TEXT},
                    "ResponseMetadata": {"HTTPStatusCode": 403},
                },
                "DeleteObject",
            ),
            ClientError({"Error": {"Code": "InvalidRequest"}}, "PutObject"),
            Trouble("DISK_FULL", "x"),
            JobFailure("MAP_FAILED", "x"),
            OSError(5, "x"),
            ValueError("x"),
        ],
        ids=str,
    )
    def test_its_own(self, error: Exception) -> None:
        assert not outside.is_cause_of(error)


class TestPauses:
    SETTINGS = settings.Settings("b", "0" * 12, "r/m@sha256:" + "a" * 64)

    @pytest.mark.parametrize(
        ("minutes", "least", "most"),
        [(0, 7.5, 15), (1, 15, 30), (60, 900, 1800), (10_000, 3600, 7200)],
    )
    def test_half_of_what_it_has_lasted(self, minutes: float, least: float, most: float) -> None:
        since = clock.to_text(clock.utc_now() - timedelta(minutes=minutes))
        for _ in range(50):
            assert least - 1 <= outside.pause(self.SETTINGS, since) <= most + 1

    def test_a_machine_that_never_stops_looks_each_quarter_of_an_hour(self) -> None:
        standing = settings.Settings("b", "0" * 12, self.SETTINGS.image, stop="none")
        since = clock.to_text(clock.utc_now() - timedelta(days=2))
        assert outside.pause(standing, since) <= 900

    def test_since_is_the_first_time(self) -> None:
        job = Job("a" * 40, "b", "k", "e", 1, None, None, "event", "2026-01-01T00:00:00.000Z")
        reason = outside.waiting(job, Trouble("IMPORT_DOWN", "x").reason)
        again = outside.waiting(job.with_changes(waiting=reason), Trouble("X", "y").reason)
        assert (again.since, again.code) == (reason.since, "X")
        other = Waiting("function", "NO_MACHINE", "", "", "2026-01-01T00:00:00.000Z")
        assert outside.waiting(job.with_changes(waiting=other), reason_of()).since > other.since

    def test_what_was_held_off_before_a_start_is_due(self) -> None:
        job = Job(
            "a" * 40,
            *("b", "k", "e", 1, None, None, "event", "2026-01-01T00:00:00.000Z"),
            not_before="2026-01-01T12:00:00.000Z",
            updated="2026-01-01T10:00:00.000Z",
            waiting=Waiting("runner", "X", "", "", "2026-01-01T09:00:00.000Z"),
        )
        me, now = Identity("p", "o"), "2026-01-01T11:00:00.000Z"
        assert not may_take(job, me, now)
        assert not may_take(job, me, now, eased="2026-01-01T09:59:00.000Z")
        assert may_take(job, me, now, eased="2026-01-01T10:30:00.000Z")
        assert not may_take(job.with_changes(waiting=None), me, now, eased=now)


def reason_of() -> Any:
    return Trouble("X", "y").reason


def test_the_log_says_that_it_was_not_counted(bench: Bench) -> None:
    Fault("GetObject", "input/", 403, "AccessDenied", times=1).install(bench.events)
    bench.send(KEY, study_zip("P1"))
    bench.drain()
    (line,) = events(bench, "job-put-off")
    assert line["counted"] is False and line["code"] == "AWS_ERROR"
