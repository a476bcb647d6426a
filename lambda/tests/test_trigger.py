"""The function: events, the machine in every state, the sweep, failures that must be raised."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import quote_plus

import pytest
from botocore.exceptions import ClientError

import lambda_function
from conftest import ACCOUNT, keys, spoken_to
from fake_machine import DOCUMENT, Clockwork, FakeEc2, FakeSsm, aws_error, machine
from monai_ledger import clock
from monai_ledger.job import DONE, from_json
from monai_ledger.ledger import Ledger
from monai_ledger.store import Store
from monai_trigger import events, settings
from monai_trigger.errors import TriggerError
from monai_trigger.trouble import MachineError


class TestMachine:
    def test_stopped_is_started(self) -> None:
        ec2, ssm = FakeEc2(["stopped"]), FakeSsm()
        assert machine(ec2, ssm).wake() == "started"
        assert ec2.started == ["i-0"] and not ssm.sent

    def test_found_by_tag(self) -> None:
        ec2 = FakeEc2(["stopped"])
        machine(ec2, FakeSsm()).wake()
        assert ec2.filters == [{"Name": "tag:monai-deploy:inference", "Values": ["demo"]}]

    def test_pending_takes_the_jobs_when_it_is_up(self) -> None:
        ec2, ssm = FakeEc2(["pending"]), FakeSsm()
        assert machine(ec2, ssm).wake() == "booting"
        assert not ec2.started and not ssm.sent

    def test_running_and_online_is_woken_by_a_constant_command(self) -> None:
        ssm = FakeSsm(status="appears-late")
        assert machine(FakeEc2(["running"]), ssm).wake() == "woken"
        (request,) = ssm.sent
        assert request["DocumentName"] == DOCUMENT
        assert "Parameters" not in request

    @pytest.mark.parametrize(
        ("code", "told"),
        [
            ("InvalidDocument", "run monaiConfigureInference again"),
            ("InvalidDocumentVersion", "run monaiConfigureInference again"),
            ("AccessDeniedException", "docs/iam/policies/function.json"),
        ],
    )
    def test_a_document_that_cannot_be_used_is_told(self, code: str, told: str) -> None:
        with pytest.raises(MachineError, match=told) as raised:
            machine(FakeEc2(["running"]), FakeSsm(error=code)).wake()
        assert DOCUMENT in str(raised.value)

    @pytest.mark.parametrize("ping", [None, "ConnectionLost", "Inactive"])
    def test_running_is_not_online(self, ping: str | None) -> None:
        ssm = FakeSsm(ping=ping)
        assert machine(FakeEc2(["running"]), ssm).wake() == "not-online"
        assert not ssm.sent

    def test_an_agent_that_went_offline_in_between(self) -> None:
        assert (
            machine(FakeEc2(["running"]), FakeSsm(error="InvalidInstanceId")).wake() == "not-online"
        )

    def test_stopping_is_waited_for_and_started(self) -> None:
        ec2 = FakeEc2(["stopping", "stopping", "stopped"])
        assert machine(ec2, FakeSsm()).wake() == "started"
        assert ec2.started == ["i-0"]

    def test_stopping_for_longer_than_there_is_time_is_a_failure(self) -> None:
        time = Clockwork(30)
        with pytest.raises(MachineError, match="still stopping"):
            machine(FakeEc2(["stopping"]), FakeSsm(), time).wake()
        assert time.left > 0, "waited longer than the invocation had"

    def test_a_machine_about_to_stop_is_not_poked_but_started_afterwards(self) -> None:
        ec2, ssm = FakeEc2(["running", "stopping", "stopped"]), FakeSsm()
        assert machine(ec2, ssm, announced=[True]).wake() == "started"
        assert not ssm.sent

    def test_a_machine_that_changes_its_mind_is_poked(self) -> None:
        ssm = FakeSsm()
        assert machine(FakeEc2(["running"]), ssm, announced=[True, False]).wake() == "woken"

    def test_a_start_that_comes_too_early_is_repeated(self) -> None:
        ec2 = FakeEc2(["stopped"], start_error="IncorrectInstanceState")
        assert machine(ec2, FakeSsm()).wake() == "started"

    def test_no_capacity_is_raised(self) -> None:
        ec2 = FakeEc2(["stopped"], start_error="InsufficientInstanceCapacity")
        with pytest.raises(MachineError, match="InsufficientInstanceCapacity"):
            machine(ec2, FakeSsm()).wake()

    @pytest.mark.parametrize("state", ["terminated", "shutting-down"])
    def test_terminated_is_raised_with_the_remedy(self, state: str) -> None:
        with pytest.raises(MachineError, match="was terminated; run monaiConfigureInference"):
            machine(FakeEc2([state]), FakeSsm()).wake()

    def test_none_at_all_is_raised(self) -> None:
        with pytest.raises(MachineError, match="does not exist"):
            machine(FakeEc2(), FakeSsm()).wake()

    def test_its_successor_counts_not_the_terminated_one(self) -> None:
        ec2 = FakeEc2(["terminated"], ["stopped"])
        assert machine(ec2, FakeSsm()).wake() == "started"
        assert ec2.started == ["i-1"]

    @pytest.mark.parametrize("status", ["Failed", "TimedOut", "Cancelled"])
    def test_a_failed_wake_is_raised(self, status: str) -> None:
        with pytest.raises(MachineError, match=status):
            machine(FakeEc2(["running"]), FakeSsm(status=status)).wake()

    def test_an_unfinished_wake_never_outlasts_the_invocation(self) -> None:
        time = Clockwork(12)
        assert machine(FakeEc2(["running"]), FakeSsm(status="InProgress"), time).wake() == "woken"
        assert time.left > 0

    def test_other_errors_of_ssm_are_raised(self) -> None:
        with pytest.raises(ClientError):
            machine(FakeEc2(["running"]), FakeSsm(error="InternalServerError")).wake()


def record(key: str, bucket: str = "b", encode: bool = True, **changes: Any) -> dict[str, Any]:
    described = {
        "key": quote_plus(key, safe="/") if encode else key,
        "size": 5,
        "eTag": "e1",
        "sequencer": "0055AED6DCD90281E5",
    }
    name = changes.pop("eventName", "ObjectCreated:Put")
    described.update(changes)
    return {
        "eventSource": "aws:s3",
        "eventName": name,
        "s3": {"bucket": {"name": bucket}, "object": described},
    }


class TestEvents:
    @pytest.mark.parametrize(
        "key",
        [
            "input/a b.zip",
            "input/a+b.zip",
            "input/%20.zip",
            "input/%2B.zip",
            "input/\u00e9\u4e2d.zip",
            "input/$(touch x).zip",
            "input/;rm -rf.zip",
            "input/\"'`.zip",
            "input/a\nb.zip",
            "input/" + "k" * 994,
            "input//double",
            "input/../up",
        ],
    )
    def test_keys_are_decoded_once(self, key: str) -> None:
        (version,) = events.read({"Records": [record(key)]}, "b", "input/").versions
        assert version.key == key

    def test_every_record_is_read(self) -> None:
        many = {"Records": [record(f"input/{n}") for n in range(5)]}
        assert len(events.read(many, "b", "input/").versions) == 5

    def test_what_is_none_of_our_business(self) -> None:
        uploads = events.read(
            {
                "Records": [
                    record("input/folder/", size=0),
                    record("input/", size=0),
                    record("results/x/dicom/1.dcm"),
                    record("input/x", bucket="other"),
                    record("input/x", eventName="ObjectRemoved:Delete"),
                    record("input/x", eventName="ObjectCreated:CompleteMultipartUpload"),
                ]
            },
            "b",
            "input/",
        )
        assert len(uploads.versions) == 1
        assert sum(uploads.ignored.values()) == 5

    def test_an_empty_object_and_a_folder_with_content_are_uploads(self) -> None:
        uploads = events.read(
            {"Records": [record("input/empty", size=0), record("input/x/", size=3)]}, "b", "input/"
        )
        assert len(uploads.versions) == 2

    def test_a_version_of_null_is_none(self) -> None:
        (version,) = events.read(
            {"Records": [record("input/x", versionId="null")]}, "b", "input/"
        ).versions
        assert version.version_id is None

    def test_a_broken_record_does_not_hide_the_others(self) -> None:
        uploads = events.read(
            {"Records": [{}, None, record("input/%FF", encode=False), record("input/ok")]},
            "b",
            "input/",
        )
        assert uploads.unreadable == 3 and len(uploads.versions) == 1


class TestSettings:
    GOOD = {
        "MONAI_BUCKET": "b",
        "MONAI_BUCKET_OWNER": ACCOUNT,
        "MONAI_MACHINE_TAG_KEY": "k",
        "MONAI_MACHINE_TAG_VALUE": "v",
        "MONAI_WAKE_DOCUMENT": "d",
    }

    def test_defaults(self) -> None:
        loaded = settings.load(self.GOOD)
        assert (loaded.input_prefix, loaded.ledger_prefix) == ("input/", ".monai/")

    @pytest.mark.parametrize("name", list(GOOD))
    def test_missing(self, name: str) -> None:
        with pytest.raises(settings.SettingsError, match=name):
            settings.load({k: v for k, v in self.GOOD.items() if k != name})

    @pytest.mark.parametrize(
        "change",
        [
            {"MONAI_INPUT_PREFIX": "input"},
            {"MONAI_INPUT_PREFIX": "/"},
            {"MONAI_LEDGER_PREFIX": "input/ledger/"},
            {"MONAI_SWEEP_GRACE_SECONDS": "soon"},
            {"MONAI_SWEEP_GRACE_SECONDS": "-1"},
            {"MONAI_BUCKET_OWNER": "me"},
            {"MONAI_ENCRYPTION": "rot13"},
            {"MONAI_KMS_KEY": "alias/k"},
        ],
    )
    def test_impossible(self, change: dict[str, str]) -> None:
        with pytest.raises(settings.SettingsError):
            settings.load({**self.GOOD, **change})


class Context:
    """Lambda's context."""

    def get_remaining_time_in_millis(self) -> int:
        return 60_000


@pytest.fixture
def function(emulator: str, bucket: str, s3: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Invokes the handler on the emulator's S3 and a fake machine."""
    monkeypatch.setenv("MONAI_BUCKET", bucket)
    monkeypatch.setenv("MONAI_BUCKET_OWNER", ACCOUNT)
    monkeypatch.setenv("MONAI_MACHINE_TAG_KEY", "monai-deploy:inference")
    monkeypatch.setenv("MONAI_MACHINE_TAG_VALUE", "demo")
    monkeypatch.setenv("MONAI_WAKE_DOCUMENT", DOCUMENT)
    monkeypatch.setenv("MONAI_SWEEP_GRACE_SECONDS", "0")
    fakes: dict[str, Any] = {
        "ec2": FakeEc2(["running"]),
        "ssm": FakeSsm(),
        "s3": spoken_to(emulator),
    }
    monkeypatch.setattr("lambda_function.boto3.client", lambda name, **_: fakes[name])

    def invoke(event: dict[str, Any]) -> dict[str, Any]:
        return lambda_function.lambda_handler(event, Context())

    invoke.fakes = fakes  # type: ignore[attr-defined]
    return invoke


class TestHandler:
    def test_test_events_do_nothing(self, function: Any) -> None:
        assert function({"Event": "s3:TestEvent", "Bucket": "x"}) == {"testEvent": True}
        assert not function.fakes["ssm"].sent

    def test_an_upload_becomes_a_job_and_wakes_the_machine(
        self, function: Any, s3: Any, bucket: str
    ) -> None:
        answer = function({"Records": [record("input/a b/$(id).zip", bucket)]})
        assert answer == {"enqueued": 1, "known": 0, "machine": "woken"}
        (job_key,) = keys(s3, bucket, ".monai/jobs/")
        job = from_json(s3.get_object(Bucket=bucket, Key=job_key)["Body"].read())
        assert job.key == "input/a b/$(id).zip" and job.state == "PENDING"
        assert "$(id)" not in json.dumps(function.fakes["ssm"].sent)

    def test_delivered_twice_is_one_job(self, function: Any, s3: Any, bucket: str) -> None:
        event = {"Records": [record("input/x", bucket), record("input/x", bucket)]}
        assert function(event)["enqueued"] == 1
        assert function(event) == {"enqueued": 0, "known": 2, "machine": "woken"}
        assert len(keys(s3, bucket, ".monai/jobs/")) == 1

    def test_a_duplicate_of_a_final_job_wakes_nobody(
        self, function: Any, s3: Any, bucket: str
    ) -> None:
        event = {"Records": [record("input/x", bucket)]}
        function(event)
        ledger = Ledger(Store(s3, bucket))
        (marker,) = ledger.open_markers()
        entry = ledger.get(marker.job_id)
        assert entry is not None
        ledger.close(ledger.update(entry, entry.job.with_changes(state=DONE)).job)
        function.fakes["ssm"].sent.clear()
        assert function(event)["machine"] == ""
        assert not function.fakes["ssm"].sent

    def test_a_machine_that_cannot_start_is_raised_and_the_job_stays(
        self, function: Any, s3: Any, bucket: str
    ) -> None:
        function.fakes["ec2"] = FakeEc2(["terminated"])
        with pytest.raises(MachineError):
            function({"Records": [record("input/x", bucket)]})
        assert len(keys(s3, bucket, ".monai/open/")) == 1

    def test_an_unreadable_record_is_raised_after_the_others_are_done(
        self, function: Any, s3: Any, bucket: str
    ) -> None:
        with pytest.raises(TriggerError, match="1 records not readable"):
            function({"Records": [{}, record("input/x", bucket)]})
        assert len(keys(s3, bucket, ".monai/jobs/")) == 1
        assert function.fakes["ssm"].sent

    def test_a_ledger_that_cannot_be_written_is_raised(
        self, function: Any, monkeypatch: pytest.MonkeyPatch, bucket: str
    ) -> None:
        def denied(*_: Any) -> Any:
            raise aws_error("AccessDenied", 403)

        monkeypatch.setattr(Ledger, "enqueue", denied)
        with pytest.raises(TriggerError, match="AccessDenied"):
            function({"Records": [record("input/x", bucket)]})

    @pytest.mark.parametrize("event", [{}, {"action": "drop"}, {"Event": "x"}])
    def test_anything_else_is_raised(self, function: Any, event: dict[str, Any]) -> None:
        with pytest.raises(TriggerError):
            function(event)

    def test_no_key_in_the_log(
        self, function: Any, bucket: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        function({"Records": [record("input/DOE^JANE.zip", bucket)]})
        printed = capsys.readouterr().out
        assert "job-enqueued" in printed and "DOE" not in printed
        assert all(json.loads(line)["event"] for line in printed.splitlines())


class TestSweep:
    def test_finds_what_no_event_told_of(self, function: Any, s3: Any, bucket: str) -> None:
        for key in ["input/a.dcm", "input/b/c+d %20.dcm", "input/folder/", "other/x"]:
            s3.put_object(Bucket=bucket, Key=key, Body=b"" if key.endswith("/") else b"abc")
        assert function({"action": "sweep"}) == {"open": True, "machine": "woken"}
        jobs = [
            from_json(s3.get_object(Bucket=bucket, Key=key)["Body"].read())
            for key in keys(s3, bucket, ".monai/jobs/")
        ]
        assert {job.key for job in jobs} == {"input/a.dcm", "input/b/c+d %20.dcm"}
        assert {job.source for job in jobs} == {"sweep"}

    def test_twice_is_once(self, function: Any, s3: Any, bucket: str) -> None:
        s3.put_object(Bucket=bucket, Key="input/a", Body=b"abc")
        scheduled = {"source": "aws.events", "detail-type": "Scheduled Event"}
        function(scheduled)
        function(scheduled)
        assert len(keys(s3, bucket, ".monai/jobs/")) == 1

    def test_leaves_alone_what_has_an_open_job(self, function: Any, s3: Any, bucket: str) -> None:
        e_tag = s3.put_object(Bucket=bucket, Key="input/a", Body=b"abc")["ETag"].strip('"')
        function({"Records": [record("input/a", bucket, eTag=e_tag)]})
        function({"action": "sweep"})
        assert len(keys(s3, bucket, ".monai/jobs/")) == 1

    def test_wakes_the_machine_for_jobs_left_behind(self, function: Any, bucket: str) -> None:
        function({"Records": [record("input/gone", bucket)]})
        function.fakes["ssm"].sent.clear()
        assert function({"action": "sweep"})["machine"] == "woken"

    def test_nothing_open_wakes_nobody(self, function: Any) -> None:
        function.fakes["ec2"] = FakeEc2(["terminated"])
        assert function({"action": "sweep"}) == {"open": False, "machine": ""}

    def test_young_objects_are_left_to_their_event(
        self, function: Any, s3: Any, bucket: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        s3.put_object(Bucket=bucket, Key="input/a", Body=b"abc")
        monkeypatch.setenv("MONAI_SWEEP_GRACE_SECONDS", "600")
        assert function({"action": "sweep"}) == {"open": False, "machine": ""}
        later = clock.utc_now() + timedelta(seconds=700)
        monkeypatch.setattr("lambda_function.clock.utc_now", lambda: later)
        assert function({"action": "sweep"})["open"] is True

    def test_versions_are_recorded(self, function: Any, s3: Any, versioned_bucket: str) -> None:
        version = s3.put_object(Bucket=versioned_bucket, Key="input/a", Body=b"abc")["VersionId"]
        function({"action": "sweep"})
        (key,) = keys(s3, versioned_bucket, ".monai/jobs/")
        job = from_json(s3.get_object(Bucket=versioned_bucket, Key=key)["Body"].read())
        assert job.version_id == version
