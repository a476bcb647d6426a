"""The ledger's promises, against the emulator's conditional writes."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from conftest import keys
from monai_ledger import clock
from monai_ledger.identity import (
    ObjectVersion,
    event_job_id,
    object_tag,
    sequencer_order,
    sweep_job_id,
    upload_tag,
)
from monai_ledger.job import DONE, Job, Lease, LedgerError, Reason, from_json, to_json
from monai_ledger.ledger import Ledger, LostRace
from monai_ledger.store import ConditionFailed, Store


@pytest.fixture
def store(s3: Any, bucket: str) -> Store:
    return Store(s3, bucket)


@pytest.fixture
def ledger(store: Store) -> Ledger:
    return Ledger(store)


def version(key: str = "input/a/x.zip", **changes: Any) -> ObjectVersion:
    fields = {"bucket": "b", "key": key, "e_tag": "e1", "size": 3, "sequencer": "0055AED6"}
    return ObjectVersion(**{**fields, **changes})


class TestIdentity:
    def test_same_event_same_id_and_it_fits_a_client_token(self) -> None:
        assert event_job_id(version()) == event_job_id(version())
        assert len(event_job_id(version()) + "-results") <= 64

    @pytest.mark.parametrize(
        "change",
        [
            {"key": "input/b/x.zip"},
            {"e_tag": "e2"},
            {"sequencer": "0055AED7"},
            {"version_id": "v1"},
            {"bucket": "c"},
        ],
    )
    def test_another_event_another_id(self, change: dict[str, str]) -> None:
        assert event_job_id(version()) != event_job_id(version(**change))

    def test_separators_in_keys_do_not_forge_an_id(self) -> None:
        one = version(key="input/a\n", e_tag="b")
        other = version(key="input/a", e_tag="\nb")
        assert event_job_id(one) != event_job_id(other)
        assert object_tag("b", "x\ny", "z") != object_tag("b", "x", "y\nz")

    def test_sweep_and_event_ids_never_meet(self) -> None:
        assert sweep_job_id(version(sequencer=None), "") != event_job_id(version(sequencer=None))

    def test_upload_tag_is_the_version_or_the_content_at_a_time(self) -> None:
        assert upload_tag(version(version_id="v"), "t1") == upload_tag(
            version(version_id="v"), "t2"
        )
        assert upload_tag(version(), "t1") != upload_tag(version(), "t2")

    def test_sequencers_compare_padded_on_the_right(self) -> None:
        texts = [
            "0055AED6DCD90281E6",
            "0055AED6DCD90281E5",
            "0055AED6DD",
            None,
            "0055aed6dcd90281e55",
        ]
        ordered = sorted(texts, key=sequencer_order)
        assert ordered == [
            None,
            "0055AED6DCD90281E5",
            "0055aed6dcd90281e55",
            "0055AED6DCD90281E6",
            "0055AED6DD",
        ]


class TestJobJson:
    def test_round_trip(self) -> None:
        job = Job(
            id="a" * 40,
            bucket="b",
            key="input/\u00e9\n'$(x)",
            e_tag="e",
            size=1,
            version_id=None,
            sequencer="0A",
            source="event",
            created="2026-01-01T00:00:00.000Z",
            lease=Lease("o", "p", "2026-01-01T00:02:00.000Z"),
            reason=Reason("X", "y"),
            seconds={"RUN": 1.5},
        )
        assert from_json(to_json(job)) == job

    @pytest.mark.parametrize(
        "body",
        [b"", b"{}", b"[]", b'{"schema": 2}', b'{"schema": 1, "id": "x"}', b"null", b"\xff"],
    )
    def test_refuses_what_is_no_job(self, body: bytes) -> None:
        with pytest.raises(LedgerError):
            from_json(body)

    def test_refuses_an_id_that_is_none(self) -> None:
        job = Job("a" * 40, "b", "k", "e", 1, None, None, "event", "2026-01-01T00:00:00.000Z")
        with pytest.raises(LedgerError):
            from_json(to_json(job).replace(b"a" * 40, b"../" + b"a" * 37))

    def test_ignores_fields_of_a_later_version(self) -> None:
        job = Job("a" * 40, "b", "k", "e", 1, None, None, "event", "2026-01-01T00:00:00.000Z")
        later = to_json(job).replace(b'"schema": 1,', b'"schema": 1, "colour": "red",')
        assert from_json(later) == job


class TestClock:
    def test_reads_what_it_writes_and_what_s3_writes(self) -> None:
        moment = datetime(2026, 11, 22, 12, 0, 0, 123000, tzinfo=timezone.utc)
        assert clock.to_text(moment) == "2026-11-22T12:00:00.123Z"
        assert clock.from_text(clock.to_text(moment)) == moment
        assert clock.from_text("1970-01-01T00:00:00.000Z").timestamp() == 0


class TestStore:
    def test_put_new_only_once(self, store: Store) -> None:
        store.put_new("k", b"1")
        with pytest.raises(ConditionFailed):
            store.put_new("k", b"2")
        stored = store.get("k")
        assert stored is not None and stored.body == b"1"

    def test_put_if_only_on_the_state_that_was_read(self, store: Store) -> None:
        first = store.put_new("k", b"1")
        store.put_if("k", b"2", first)
        with pytest.raises(ConditionFailed):
            store.put_if("k", b"3", first)
        with pytest.raises(ConditionFailed):
            store.put_if("missing", b"3", first)

    def test_nothing_there(self, store: Store) -> None:
        assert store.get("none") is None
        assert store.head("none") is None
        store.delete("none")

    def test_lists_more_than_a_page_and_odd_keys(self, store: Store) -> None:
        odd = ["p/new\nline", "p/a+b %20", "p/\u00fcml\u00e4ut", "p/<&>\"'"]
        for key in odd:
            store.put(key, b"")
        with ThreadPoolExecutor(16) as pool:
            list(pool.map(lambda n: store.put(f"p/{n:05d}", b""), range(1100)))
        listed = [item.key for item in store.list("p/")]
        assert len(listed) == 1104 and set(odd) <= set(listed)

    def test_one_of_many_writers_wins(self, store: Store) -> None:
        barrier = threading.Barrier(16)

        def write(number: int) -> bool:
            barrier.wait()
            try:
                store.put_new("race", str(number).encode())
                return True
            except ConditionFailed:
                return False

        with ThreadPoolExecutor(16) as pool:
            assert sum(pool.map(write, range(16))) == 1


class TestLedger:
    def test_an_event_delivered_twice_is_one_job(
        self, ledger: Ledger, s3: Any, bucket: str
    ) -> None:
        job_id = event_job_id(version())
        first, created = ledger.enqueue(job_id, version(), "event")
        again, created_again = ledger.enqueue(job_id, version(), "event")
        assert (created, created_again) == (True, False)
        assert first == again
        assert len(keys(s3, bucket, ".monai/jobs/")) == 1
        assert [m.job_id for m in ledger.open_markers()] == [job_id]

    def test_a_late_duplicate_of_a_final_job_leaves_no_marker(self, ledger: Ledger) -> None:
        job_id = event_job_id(version())
        ledger.enqueue(job_id, version(), "event")
        entry = ledger.get(job_id)
        assert entry is not None
        done = ledger.update(entry, entry.job.with_changes(state=DONE))
        ledger.close(done.job)
        job, created = ledger.enqueue(job_id, version(), "event")
        assert job.state == DONE and not created
        assert list(ledger.open_markers()) == []

    def test_only_one_update_of_a_state_wins(self, ledger: Ledger) -> None:
        job_id = event_job_id(version())
        ledger.enqueue(job_id, version(), "event")
        entry = ledger.get(job_id)
        assert entry is not None
        ledger.update(entry, entry.job.with_changes(phase="A"))
        with pytest.raises(LostRace):
            ledger.update(entry, entry.job.with_changes(phase="B"))

    def test_a_repeated_write_of_ones_own_is_no_lost_race(
        self, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        job_id = event_job_id(version())
        ledger.enqueue(job_id, version(), "event")
        entry = ledger.get(job_id)
        assert entry is not None
        put_if = ledger.store.put_if

        def answer_lost(key: str, body: bytes, e_tag: str) -> str:
            put_if(key, body, e_tag)
            return put_if(key, body, e_tag)  # as botocore repeats it

        monkeypatch.setattr(ledger.store, "put_if", answer_lost)
        assert ledger.update(entry, entry.job.with_changes(phase="A")).job.phase == "A"

    def test_claims_go_to_the_first(self, ledger: Ledger) -> None:
        assert ledger.claim("results/x/", "a" * 40) == "a" * 40
        assert ledger.claim("results/x/", "b" * 40) == "a" * 40
        assert ledger.claim("results/y/", "b" * 40) == "b" * 40

    def test_an_upload_has_one_owner_who_can_be_found_later(self, ledger: Ledger) -> None:
        tag = upload_tag(version(), "t1")
        ledger.enqueue("a" * 40, version(), "event")
        assert ledger.claim_upload(version(), tag, "a" * 40) == "a" * 40
        assert ledger.claim_upload(version(), tag, "b" * 40) == "a" * 40
        assert ledger.owners_of(version()) == ["a" * 40]
        assert ledger.owners_of(version(e_tag="other")) == []
        assert ledger.owners_of(version(key="input/other")) == []

    def test_orphaned_markers_go_after_an_hour(self, store: Store) -> None:
        now = clock.utc_now()
        ledger = Ledger(store, now=lambda: now)
        store.put(f".monai/open/{'a' * 40}.{'0' * 16}", b"")
        (marker,) = ledger.open_markers()
        assert not ledger.tidy(marker, None) and list(ledger.open_markers())
        now += timedelta(hours=2)
        assert not ledger.tidy(marker, None) and not list(ledger.open_markers())

    def test_stop_intent(self, ledger: Ledger) -> None:
        assert not ledger.stop_announced()
        ledger.announce_stop("i-1")
        assert ledger.stop_announced()
        ledger.withdraw_stop()
        assert not ledger.stop_announced()

    @pytest.mark.parametrize(
        "bad", ["", "x", "../" + "a" * 37, "A" * 40, "a" * 41, "a" * 39 + "\n"]
    )
    def test_no_job_id_no_key(self, ledger: Ledger, bad: str) -> None:
        with pytest.raises(ValueError, match="not a job id"):
            ledger.job_key(bad)

    @pytest.mark.parametrize("bad", ["", "/", "x"])
    def test_prefix_must_be_a_folder(self, store: Store, bad: str) -> None:
        with pytest.raises(ValueError, match="prefix"):
            Ledger(store, bad)
