"""Issue number 9: a ledger entry that cannot be read neither stops the others nor counts as work;
it is set aside and reported, nothing of it is lost, and it comes back when it can be read."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

import lambda_function
from harness import Bench, Context
from monai_ledger import clock
from monai_ledger.identity import ObjectVersion, digest, upload_tag
from monai_ledger.job import DONE, PENDING, Job, from_json, to_json
from monai_ledger.ledger import Ledger, LostRace
from monai_ledger.store import Store, Stored
from monai_ledger.unreadable import LedgerError, Unreadable
from monai_runner.queue import Queue
from studies import study_zip

Change = Callable[[dict[str, Any]], Any]


def changed(**values: Any) -> Change:
    return lambda job: {**job, **values}


def without(name: str) -> Change:
    return lambda job: {key: value for key, value in job.items() if key != name}


#: What any version of this program should read, changed so that none can.
BROKEN: dict[str, Change | bytes] = {
    "empty": b"",
    "blank": b"  \n",
    "cut": b'{"schema": 1, "id": "aaaa',
    "not JSON": b"<Error>AccessDenied</Error>",
    "not UTF-8": b'{"schema": 1, "key": "\xff\xfe"}',
    "binary": bytes(range(256)),
    "a list": b"[]",
    "a text": b'"job"',
    "null": b"null",
    "a number": b"1",
    "deep": b"[" * 100_000,
    "deep objects": b'{"a":' * 100_000,
    "huge": b'{"schema": 1, "id": "' + b"a" * 2 * 1024 * 1024 + b'"}',
    "huge number": b'{"schema": ' + b"9" * 10_000 + b"}",
    "no schema": without("schema"),
    "schema of text": changed(schema="1"),
    "schema true": changed(schema=True),
    "schema null": changed(schema=None),
    "schema 1.0": changed(schema=1.0),
    "no id": without("id"),
    "no key": without("key"),
    "no bucket": without("bucket"),
    "no eTag": without("eTag"),
    "no size": without("size"),
    "no state": without("state"),
    "no created": without("created"),
    "another id": changed(id="b" * 40),
    "id no id": changed(id="../../x"),
    "unknown state": changed(state="PAUSED"),
    "state of lower case": changed(state="pending"),
    "state a list": changed(state=[]),
    "key a list": changed(key=["input/x"]),
    "key null": changed(key=None),
    "half a surrogate": changed(key="input/\ud800"),
    "size a text": changed(size="3"),
    "size below zero": changed(size=-1),
    "size NaN": changed(size=float("nan")),
    "attempts a text": changed(attempts="1"),
    "attempts null": changed(attempts=None),
    "attempts true": changed(attempts=True),
    "attempts infinite": changed(attempts=float("inf")),
    "notBefore a number": changed(notBefore=5),
    "notBefore no time": changed(notBefore="soon"),
    "notBefore of another form": changed(notBefore="2026-01-01 00:00"),
    "created no time": changed(created="yesterday"),
    "lease a text": changed(lease="me"),
    "lease half": changed(lease={"owner": "o"}),
    "lease for ever": changed(lease={"owner": "o", "place": "p", "expires": "never"}),
    "reason a list": changed(reason=["x"]),
    "reason of numbers": changed(reason={"code": 1, "message": 2}),
    "seconds a list": changed(seconds=[1]),
    "seconds of texts": changed(seconds={"RUN": "long"}),
    "healthImaging a text": changed(healthImaging="DONE"),
    "phase a number": changed(phase=7),
}
OTHER = {
    "newer": changed(schema=2, steps=[{"any": "thing"}]),
    "older": changed(schema=0),
    "far newer": changed(schema=10**30),
    "below zero": changed(schema=-1),
}


def body_of(change: Change | bytes, job: Job) -> bytes:
    if isinstance(change, bytes):
        return change
    return json.dumps(change(json.loads(to_json(job)))).encode("ascii")


def spoil(bench: Bench, key: str, change: Change | bytes) -> str:
    """Makes the job of a key unreadable. Returns the job's id."""
    job = next(job for job in bench.jobs() if job.key == key)
    ledger_key = f".monai/jobs/{job.id}.json"
    bench.s3.put_object(Bucket=bench.bucket, Key=ledger_key, Body=body_of(change, job))
    return job.id


def aside(bench: Bench, kind: str) -> list[dict[str, Any]]:
    return [bench.json(key) for key in bench.keys(f".monai/aside/{kind}/")]


@pytest.fixture
def ledger(s3: Any, bucket: str) -> Ledger:
    return Ledger(Store(s3, bucket))


@pytest.mark.parametrize("name", [*BROKEN, *OTHER])
def test_9_every_kind_of_unreadable_job_is_refused_with_its_reason(name: str) -> None:
    job = Job("a" * 40, "b", "input/x", "e", 1, None, None, "event", "2026-01-01T00:00:00.000Z")
    change = {**BROKEN, **OTHER}[name]
    if name == "another id":
        assert from_json(body_of(change, job)).id == "b" * 40  # refused by its place, see below
        return
    with pytest.raises(Unreadable) as refused:
        from_json(body_of(change, job))
    assert refused.value.waits == (name in OTHER)
    assert "input/" not in str(refused.value)


@pytest.mark.parametrize("name", ["cut", "deep", "huge", "another id", "key a list", "no state"])
def test_9_a_broken_job_stops_no_other_and_its_upload_gets_a_new_one(
    bench: Bench, name: str
) -> None:
    bench.send("input/bad.zip", study_zip("P1"))
    bench.send("input/good.zip", study_zip("P2"))
    job_id = spoil(bench, "input/bad.zip", BROKEN[name])
    bench.drain()
    assert bench.keys("results/good.zip/result.json")
    assert not bench.keys(".monai/open/"), "it no longer counts as open"
    (record,) = aside(bench, "jobs")
    assert record["object"].endswith(f"{job_id}.json") and record["message"] and record["remedy"]
    assert bench.read(record["original"]) == bench.read(record["object"])
    assert '"job-set-aside"' in bench.log_text()
    # The upload still lies there: the sweep finds it.
    sweep(bench)
    bench.drain()
    assert bench.keys("results/bad.zip/result.json")
    assert not bench.keys("input/") and not bench.keys(".monai/open/")


@pytest.mark.parametrize("name", OTHER)
def test_9_a_job_of_another_version_waits_and_comes_back(bench: Bench, name: str) -> None:
    bench.send("input/other.zip", study_zip("P1"))
    bench.send("input/good.zip", study_zip("P2"))
    readable = to_json(bench.job("input/other.zip"))
    job_id = spoil(bench, "input/other.zip", OTHER[name])
    unreadable = bench.read(f".monai/jobs/{job_id}.json")
    bench.drain()
    assert bench.keys("results/good.zip/result.json")
    assert sweep(bench) == {"open": False, "machine": ""}, "nothing to wake the machine for"
    assert bench.read(f".monai/jobs/{job_id}.json") == unreadable, "the original is kept"
    assert bench.keys("input/") == ["input/other.zip"], "its upload waits with it"
    # A version that can read it, which here is the job in this version's form.
    bench.s3.put_object(Bucket=bench.bucket, Key=f".monai/jobs/{job_id}.json", Body=readable)
    bench.drain()
    assert bench.job("input/other.zip").state == DONE
    assert not bench.keys(".monai/aside/jobs/") and not bench.keys("input/")
    assert '"job-taken-back"' in bench.log_text()


def test_9_a_job_whose_upload_belongs_to_one_that_waits_waits_too(bench: Bench) -> None:
    record = bench.upload("input/x.zip", study_zip("P1"))
    bench.tell(record)
    first = bench.job("input/x.zip")
    readable = to_json(first)
    head = bench.s3.head_object(Bucket=bench.bucket, Key="input/x.zip")
    ledger = Ledger(Store(bench.s3, bench.bucket))
    tag = upload_tag(first.version, clock.to_text(head["LastModified"]))
    ledger.claim_upload(first.version, tag, first.id)
    spoil(bench, "input/x.zip", OTHER["newer"])
    # The event of the same upload once more, with another sequencer: a job of its own.
    record["s3"]["object"]["sequencer"] = "FFFF"
    bench.tell(record)
    bench.drain()
    assert bench.keys("input/") == ["input/x.zip"], "not filed as failed"
    assert len(aside(bench, "jobs")) == 2 and not bench.keys(".monai/open/")
    bench.s3.put_object(Bucket=bench.bucket, Key=f".monai/jobs/{first.id}.json", Body=readable)
    bench.drain()
    assert {job.state for job in bench.jobs()} == {DONE}
    assert [job.duplicate_of for job in bench.jobs() if job.id != first.id] == [first.id]


def sweep(bench: Bench) -> dict[str, Any]:
    return lambda_function.lambda_handler({"action": "sweep"}, Context())


def test_9_a_redelivered_event_writes_a_broken_job_anew(bench: Bench) -> None:
    record = bench.upload("input/x.zip", study_zip("P1"))
    bench.tell(record)
    job_id = spoil(bench, "input/x.zip", b"{")
    bench.tell(record)
    assert bench.job("input/x.zip").id == job_id
    (noted,) = aside(bench, "jobs")
    assert bench.read(noted["original"]) == b"{"
    bench.drain()
    assert bench.job("input/x.zip").state == DONE


def test_9_the_sweep_writes_its_own_broken_job_anew(bench: Bench) -> None:
    bench.upload("input/x.zip", study_zip("P1"))
    sweep(bench)
    job_id = spoil(bench, "input/x.zip", b"[]")
    assert sweep(bench)["open"] is False
    assert sweep(bench)["open"] is True
    assert bench.job("input/x.zip").id == job_id
    bench.drain()
    assert bench.job("input/x.zip").state == DONE


def test_9_an_event_of_a_job_that_waits_is_no_failure_of_the_function(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    record = bench.upload("input/x.zip", study_zip("P1"))
    bench.tell(record)
    spoil(bench, "input/x.zip", OTHER["newer"])
    bench.tell(record)
    assert not bench.keys(".monai/open/") and len(aside(bench, "jobs")) == 1
    assert '"level": "ERROR"' in capsys.readouterr().out


def test_9_an_index_entry_without_a_job_wakes_nobody(bench: Bench) -> None:
    marker = f".monai/open/{'a' * 40}.{'0' * 16}"
    for key in (marker, ".monai/open/junk", f".monai/open/{'A' * 40}", ".monai/open/"):
        bench.s3.put_object(Bucket=bench.bucket, Key=key, Body=b"")
    assert sweep(bench) == {"open": False, "machine": ""}
    bench.send("input/good.zip", study_zip("P2"))
    bench.drain()
    assert bench.job("input/good.zip").state == DONE


@pytest.mark.parametrize("body", [b"", b"\xff\xff", b"somebody", b"{}", b"a" * 3_000_000])
def test_9_an_unreadable_claim_of_a_name_keeps_the_name_from_being_used(
    bench: Bench, body: bytes
) -> None:
    for name in ("results/x.zip/", "inferred/x.zip"):
        key = f".monai/claims/{digest('claim', name)}"
        bench.s3.put_object(Bucket=bench.bucket, Key=key, Body=body)
    bench.send("input/x.zip", study_zip("P1"))
    bench.drain()
    job = bench.job("input/x.zip")
    assert job.state == DONE
    assert job.results_prefix == f"results/x.zip~{job.id[:12]}/"
    assert job.input_moved_to == f"inferred/x.zip~{job.id[:12]}"
    assert len(aside(bench, "claims")) == 2


@pytest.mark.parametrize("body", [b"", b"\xff\xff", b"one two", b"x  e", b"a" * 40 + b" v e"])
def test_9_an_unreadable_claim_of_an_upload_goes_to_the_one_that_asks(
    bench: Bench, body: bytes
) -> None:
    bench.send("input/x.zip", study_zip("P1"))
    job = bench.job("input/x.zip")
    head = bench.s3.head_object(Bucket=bench.bucket, Key="input/x.zip")
    tag = upload_tag(job.version, clock.to_text(head["LastModified"]))
    key = f".monai/uploads/{digest('key', job.bucket, job.key)}/{tag}"
    bench.s3.put_object(Bucket=bench.bucket, Key=key, Body=body)
    bench.s3.put_object(Bucket=bench.bucket, Key=key.rpartition("/")[0] + "/junk", Body=b"junk")
    bench.drain()
    assert bench.job("input/x.zip").state == DONE
    if not body.startswith(b"aaaa"):
        (noted,) = aside(bench, "uploads")
        assert bench.read(noted["original"]) == body


@pytest.mark.parametrize(
    "changes",
    [
        {"state": PENDING, "notBefore": "2999-01-01T00:00:00.000Z"},
        {
            "state": "RUNNING",
            "lease": {"owner": "x", "place": "y", "expires": "2999-01-01T00:00:00.000Z"},
        },
        {"state": "RUNNING", "lease": None},
        {
            "futureField": 1,
            "lease": {"owner": "x", "place": "y", "expires": "2020-01-01T00:00:00.000Z", "by": 1},
        },
    ],
)
def test_9_a_job_that_would_wait_for_ever_is_taken(bench: Bench, changes: dict[str, Any]) -> None:
    bench.send("input/x.zip", study_zip("P1"))
    spoil(bench, "input/x.zip", changed(**changes))
    bench.drain()
    assert bench.job("input/x.zip").state == DONE


def test_9_an_archived_or_forbidden_job_stops_no_other(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket = ledger.store.bucket
    for number, name in enumerate("abc"):
        ledger.enqueue(name * 40, ObjectVersion(bucket, f"input/{number}", "e", 1), "event")
    get = Store.get
    answers = {"a": ("InvalidObjectState", 403), "b": ("AccessDenied", 403)}

    def refuse(store: Store, key: str, most: int | None = None) -> Stored | None:
        code, status = answers.get(key.rpartition("/")[2][0], ("", 0))
        if "/jobs/" in key and code:
            meta = {"HTTPStatusCode": status}
            raise ClientError({"Error": {"Code": code}, "ResponseMetadata": meta}, "GetObject")
        return get(store, key, most)

    with monkeypatch.context() as patch:
        patch.setattr(Store, "get", refuse)
        assert Queue(ledger).candidates() == ["c" * 40]
        with pytest.raises(LedgerError):
            ledger.get("b" * 40)
    # The archived one waits aside, the forbidden one where it is: the right may come.
    assert {record.code for record in ledger.aside.records()} == {"ARCHIVED"}
    assert ledger.take_back() == ["a" * 40]
    assert len(Queue(ledger).candidates()) == 3


def test_9_a_job_that_breaks_while_it_is_worked_on_is_lost_to_its_holder(ledger: Ledger) -> None:
    version = ObjectVersion(ledger.store.bucket, "input/x", "e", 1)
    job, _ = ledger.enqueue("a" * 40, version, "event")
    entry = ledger.get(job.id)
    assert entry is not None
    ledger.store.put(ledger.job_key(job.id), b"{")
    with pytest.raises(LostRace):
        ledger.update(entry, job)


@pytest.mark.parametrize("body", [b"", b"\xff", b"[]", b"{" * 9])
def test_9_what_an_announced_stop_says_does_not_matter(ledger: Ledger, body: bytes) -> None:
    ledger.store.put(".monai/machine/stopping.json", body)
    assert ledger.stop_announced()


def test_9_an_announced_stop_that_never_came_is_void(s3: Any, bucket: str) -> None:
    now = clock.utc_now()
    ledger = Ledger(Store(s3, bucket), now=lambda: now)
    ledger.announce_stop("i-1")
    assert ledger.stop_announced()
    now += timedelta(minutes=30)
    assert not ledger.stop_announced()
